"""The command line: each verb reads its options, calls one function of the library, and prints."""
