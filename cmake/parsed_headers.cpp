// The parsed headers belong to this file; others borrow them.
