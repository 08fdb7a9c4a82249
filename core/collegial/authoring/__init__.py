"""`collegial new-plugin`: a plugin that works, to be changed; the template is copier's and kept in `template/`."""
