"""Economic sizing: what a project costs over several years and who pays for it, scenario by scenario."""
