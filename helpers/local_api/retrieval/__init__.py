"""What `file_search` is made of: read files, cut them into chunks, index and find them.

`readers` → `chunking` → `index` (with `terms` for words and `filters` for attributes). Nothing in
here knows of HTTP, threads or runs.
"""
