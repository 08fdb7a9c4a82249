"""The experiment fund: public and private money for projects chosen by a committee."""
