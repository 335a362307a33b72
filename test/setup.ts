import fc from 'fast-check';

// A gate must say the same of the same commit. Other seeds: FAST_CHECK_SEED=… npm test.
fc.configureGlobal({seed: Number(process.env.FAST_CHECK_SEED ?? 20_261_123)});
