"""How people are reached: who, where, through which channel, and in which words."""
