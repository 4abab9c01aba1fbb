"""The YAML of front matter, read with the place of everything: `nodes` is what the others ask."""
