// Fetches the packages that package-lock.json pins into node_modules, once. Run by OnnxRuntime.csproj; safe when several builds
// run it at the same time: each fetches into a folder of its own, and renaming a finished folder into place is atomic.
//
// Usage: node fetch.mjs [--cuda]
// Prints nothing on success; on failure one line that says what to do. Exit codes: 0 ok, 1 the fetch failed, 3 npm is missing.

import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = dirname(fileURLToPath(import.meta.url));
const cuda = process.argv.includes('--cuda');
const target = join(home, 'node_modules');
const inputs = ['package.json', 'package-lock.json', '.npmrc'];

// Parts of the package that .NET programs never use; two thirds of its size.
const unused = ['Plugins/iOS~', 'Plugins/Android'].map(part => `com.github.asus4.onnxruntime/${part}`);

const hash = createHash('sha256');
for (const file of inputs)
    hash.update(readFileSync(join(home, file), 'utf8').replaceAll('\r\n', '\n')).update('\0');
const wanted = hash.digest('hex');

// A stamp a variant; the CUDA variant holds everything that the plain one does.
const stamps = cuda ? ['.fetched', '.fetched-cuda'] : ['.fetched'];

function isFresh() {
    return stamps.every(stamp => existsSync(join(target, stamp)) && readFileSync(join(target, stamp), 'utf8') === wanted);
}

class Failure extends Error {
    constructor(code, message) {
        super(message);
        this.code = code;
    }
}

function fail(code, message) {
    throw new Failure(code, message);
}

function fetchInto(staging) {
    mkdirSync(staging, { recursive: true });
    for (const file of inputs)
        copyFileSync(join(home, file), join(staging, file));
    const command = ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', ...(cuda ? [] : ['--omit=optional'])];
    const result = spawnSync(command.join(' '), { cwd: staging, shell: true, encoding: 'utf8' });
    if (result.status === 127 || result.status === 9009 || /is not recognized/.test(result.stderr ?? ''))
        fail(3, 'npm was not found. Install Node.js with npm (20 or later), or build with -p:UseNuGetPackages=true.');
    if (result.status !== 0) {
        const why = (result.stderr || result.stdout || String(result.error)).split('\n')
            .filter(line => line.startsWith('npm error') || line.startsWith('npm ERR!')).slice(0, 4).join(' ') || 'no reason given';
        fail(1, `'npm ci' of the ONNX Runtime failed (${why}). Check that npm can reach its registry, then build again.`);
    }

    const modules = join(staging, 'node_modules');
    if (cuda && !existsSync(join(modules, 'com.github.asus4.onnxruntime.linux-x64-gpu')))
        fail(1, 'The CUDA provider of the ONNX Runtime could not be fetched. Check that npm can reach its registry, then build again.');
    for (const part of unused)
        rmSync(join(modules, part), { recursive: true, force: true });
    for (const stamp of stamps)
        writeFileSync(join(modules, stamp), wanted);
    return modules;
}

function moveIntoPlace(modules, staging) {
    for (let attempt = 0; ; attempt++) {
        try {
            if (existsSync(target) && !isFresh())
                renameSync(target, join(staging, 'replaced'));
            if (!existsSync(target))
                renameSync(modules, target);
        } catch (error) {
            // Another build was faster; its folder is as good as ours.
            if (attempt >= 10)
                throw error;
        }

        if (isFresh())
            return;
    }
}

if (!isFresh()) {
    const staging = join(home, 'obj', `fetch-${randomUUID()}`);
    try {
        moveIntoPlace(fetchInto(staging), staging);
    } catch (error) {
        console.error(error instanceof Failure ? error.message : `The ONNX Runtime could not be put into '${target}': ${error.message}`);
        process.exitCode = error instanceof Failure ? error.code : 1;
    } finally {
        rmSync(staging, { recursive: true, force: true });
    }
}

// The build compares times: the stamp is now newer than what it was made from.
if (isFresh()) {
    const now = new Date();
    for (const stamp of stamps)
        utimesSync(join(target, stamp), now, now);
}
