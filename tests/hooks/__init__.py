"""The hooks as their users have them: the real programs, in real repositories."""
