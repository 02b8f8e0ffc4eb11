"""Asks a policy for an action in Python:

    pip install onnxruntime
    python python.py policy.onnx 0.01 0 0.02 0
"""

import sys

import numpy as np
import onnxruntime

policy = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
observation = np.array([sys.argv[2:]], dtype=np.float32)  # [batch, observation], raw, as the environment gives it
(action,) = policy.run(["action"], {"observation": observation})
print(*np.atleast_1d(action[0]))
