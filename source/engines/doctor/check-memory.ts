import {EngineError} from '../../pipeline/errors.js';
import type {ModelMemory} from '../../pipeline/ports.js';
import type {Finding} from './finding.js';
import type {Patient} from './patient.js';
import {remedyFor, type Trap} from './remedies.js';

/** Where the loaded model lies: on a GPU, beside it, or in more memory than there is. */
export async function checkMemory(patient: Patient): Promise<Finding> {
	const {engine, signal} = patient;
	if (!engine.measureMemory) {
		return unknown('this API does not tell where the model lies; the server’s own log does');
	}
	try {
		const memory = await engine.measureMemory(signal);
		return memory ? judge(patient, memory) : unknown('the model is not loaded any more');
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		return unknown(error.message);
	}
}

function judge({engine, machine}: Patient, memory: ModelMemory): Finding {
	const {totalBytes, gpuBytes} = memory;
	const measured = {...memory};
	const found = (level: Finding['level'], what: string, trap?: Trap): Finding => ({
		check: 'memory',
		level,
		what,
		measured,
		...(trap && remedyFor(trap, engine)),
	});
	const onCpuBytes = totalBytes - gpuBytes;
	if (machine.isLocal && onCpuBytes > machine.memoryBytes) {
		const sizes = `${gigabytes(onCpuBytes)} of ${gigabytes(machine.memoryBytes)} GB`;
		return found('slow', `the model takes more memory than there is (${sizes})`, 'too-large');
	}
	if (gpuBytes > 0 && onCpuBytes > totalBytes / 100) {
		const sizes = `${gigabytes(onCpuBytes)} of ${gigabytes(totalBytes)} GB`;
		return found('slow', `part of the model is on the CPU (${sizes})`, 'spill');
	}
	if (gpuBytes > 0) return found('ok', `all ${gigabytes(totalBytes)} GB of it are on the GPU`);
	if (machine.isLocal && !machine.hasGpu) {
		return found(
			'ok',
			`${gigabytes(totalBytes)} GB in memory, on the CPU; no GPU is visible on this machine`,
		);
	}
	return found('slow', `${gigabytes(totalBytes)} GB in memory, all on the CPU: no GPU is used`, 'gpu-unused');
}

function unknown(what: string): Finding {
	return {check: 'memory', level: 'unknown', what};
}

function gigabytes(bytes: number): string {
	return (bytes / 1e9).toFixed(1);
}
