// The same with onnxruntime-web, which is WebAssembly and runs in browsers (browser.html) and in Node.js:
//
//     npm install onnxruntime-web
//     node web.mjs policy.onnx 0.01 0 0.02 0

import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';
import { Policy } from './policy.mjs';

const [file, ...observation] = process.argv.slice(2);
ort.env.wasm.numThreads = 1;
const policy = await Policy.load(ort, new Uint8Array(await readFile(file)));
const [action] = await policy.act([observation.map(Number)]);
console.log([action].flat().join(' '));
