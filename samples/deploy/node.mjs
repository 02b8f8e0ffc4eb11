// Asks a policy for an action in Node.js:
//
//     npm install onnxruntime-node
//     node node.mjs policy.onnx 0.01 0 0.02 0

import * as ort from 'onnxruntime-node';
import { Policy } from './policy.mjs';

const [file, ...observation] = process.argv.slice(2);
const policy = await Policy.load(ort, file);
const [action] = await policy.act([observation.map(Number)]);
console.log([action].flat().join(' '));
