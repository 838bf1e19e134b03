"""What holds for all tests and notebooks: no live model and no live market, whatever this machine's .env says."""

import os

os.environ["COURSE_MODEL"] = "simulated"
os.environ["COURSE_MARKET"] = "recorded"
