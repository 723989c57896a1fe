"""Faults that were once planted and that no test noticed, kept so that some test always notices them.

`make mutants` plants one after the other in a copy of the program and runs the tests that are named beside it; each
must fail. A mutant whose text is not found any more is an error: somebody moved the code and must move the mutant.
"""
