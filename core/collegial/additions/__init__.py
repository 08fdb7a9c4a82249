"""Tell those who were convened of items that members added since: by mail, or by a letter to print and post."""
