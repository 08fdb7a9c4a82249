"""What a deployment says or shows otherwise: page templates and texts of its own, in its folder, beside ours."""
