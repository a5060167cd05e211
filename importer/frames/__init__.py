"""Jobs as frames: whole columns of a kind, the rules of a row, the pandera schema of both, the payload of each row."""
