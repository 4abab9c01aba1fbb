"""The language server: the findings, the fixes and some help while one writes, in an editor.

`server` answers an editor by the protocol of `protocol`: the two own pygls. `desk` has the open documents judged, in
the `roots` in which they lie. The rest gives values: our own, or by `convert`, `offering` and `helping` the protocol's.
"""
