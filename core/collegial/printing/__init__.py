"""The documents that modules offer, printed by the core as PDF, each deployment with its own template if it has one."""
