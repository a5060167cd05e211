"""Where to try it: the work-order API on this computer, over real HTTP, with a memory."""
