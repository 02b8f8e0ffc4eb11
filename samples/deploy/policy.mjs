// A policy in JavaScript, the same in Node.js and in browsers: 'ort' is onnxruntime-node or onnxruntime-web.

export class Policy {
  // source: a path or URL, or the file's bytes.
  static async load(ort, source) {
    return new Policy(ort, await ort.InferenceSession.create(source));
  }

  constructor(ort, session) {
    this.ort = ort;
    this.session = session;
  }

  // observations: an array of observations, raw, as the environment gives them. Returns an action for each: an index where actions are
  // discrete, else an array in the environment's units.
  async act(observations) {
    const [rows, size] = [observations.length, observations[0].length];
    const input = new this.ort.Tensor('float32', Float32Array.from(observations.flat()), [rows, size]);
    const { action } = await this.session.run({ observation: input }, ['action']);
    if (action.type === 'int64') return Array.from(action.data, Number);
    const width = action.dims[1];
    return Array.from({ length: rows }, (_, row) => Array.from(action.data.subarray(row * width, (row + 1) * width)));
  }
}
