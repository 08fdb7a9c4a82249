"""Files that people hand in: checked by content, kept once, given out as attachments.

Owns no page: whoever attaches a file decides who may read it, and answers with `file_response`.
"""
