"""Secret votes: encrypted in the voter's browser, decrypted by scrutineers, checkable by everybody.

`belenios` is the protocol, pure; the rest puts it into assemblies. What it does not protect is said in docs/guide.
"""
