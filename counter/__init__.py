"""The view counter: a service of its own, which imports neither `portal` nor MkDocs.

One *view* is a published page that became visible in a browser which ran our script and is not a
declared bot; repeats of the same page by the same visitor within 30 seconds count once, in a fixed
window that the first of them opens (the double-click rule of the COUNTER Code of Practice).
*Visitor-days* are distinct keyed hashes per local day. Days are those of Asia/Ho_Chi_Minh, stamped
here and never by the client.
"""
