// Which cases the property tests draw: the same ones in every run, so that a failure belongs to the change that is tested.
// `FUZZ_SEED=random npm test` draws new ones (`npm run fuzz`); `FUZZ_SEED=N` draws those of a run that named its seed.
import fc from 'fast-check';

const { FUZZ_SEED = '1' } = process.env;
fc.configureGlobal(FUZZ_SEED === 'random' ? {} : { seed: Number(FUZZ_SEED) });
