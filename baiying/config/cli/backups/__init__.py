"""`baiying backup`, `restore` and `drill`: a city in one file, put back, and the proof that this would work."""
