export type OptionEntry = {
	name: string;
	/** How the value is written in help; absent for a switch. */
	argument?: string;
	meaning: string;
	standard?: string;
	repeatable?: boolean;
};

/** Every option of the main command: parsing, `--help` and the README read this table. */
export const optionEntries: OptionEntry[] = [
	{
		name: 'count',
		argument: 'N',
		meaning: 'target in accepted interactions; skips the picker',
		standard: 'asked: 50, 200, 500, 1000, 2000, custom',
	},
	{
		name: 'engine',
		argument: 'NAME',
		meaning:
			'`ollama`, `openai` (any compatible server: vLLM, SGLang, llama-server, LM Studio, LiteLLM), `embedded` (llama.cpp in the process, no server) or `rehearsal` (built in, no model)',
		standard: '`ollama`',
	},
	{
		name: 'model',
		argument: 'NAME',
		meaning: 'model tag; for `embedded`: path of a .gguf file, or a `hf:` name',
		standard: '`qwen3:8b`',
	},
	{
		name: 'host',
		argument: 'URL',
		meaning: 'where the engine listens; given several times, the hosts share the work',
		repeatable: true,
		standard:
			'`OLLAMA_HOST`, else `http://127.0.0.1:11434`; for `openai`: `OPENAI_BASE_URL`, else `http://127.0.0.1:8080`',
	},
	{
		name: 'parallel',
		argument: 'N|auto',
		meaning: 'interactions under way at once, at most 1,024',
		standard: '`auto`',
	},
	{
		name: 'order',
		argument: 'NAME',
		meaning: '`balanced` or `round-robin`: how cells are walked',
		standard: '`balanced`',
	},
	{
		name: 'seed',
		argument: 'N',
		meaning: 'makes the plan and every drawn number repeatable',
		standard: 'drawn, and shown',
	},
	{
		name: 'shard',
		argument: 'K/N',
		meaning: 'only the K-th of N parts of the plan; every part needs the same `--count` and `--seed`',
		standard: '1/1',
	},
	{
		name: 'variations',
		argument: 'K',
		meaning: 'dialogues each scene gets; they share person and situation and differ in the telling',
		standard: '1',
	},
	{
		name: 'world',
		argument: 'DIR',
		meaning:
			'a folder with lists of your own (`names.txt`, `venues.txt`, `subjects.txt` …), as in `prompts/world/`',
		standard: "the program's",
	},
	{name: 'out', argument: 'DIR', meaning: 'output folder', standard: '`training_output_v1.2_systematic`'},
	{
		name: 'resume',
		argument: '[RUN]',
		meaning:
			'go on with the latest, or that, unfinished run; a finished one opens for review, without its engine',
	},
	{
		name: 'judge',
		meaning:
			'a blind reader names the labels of what is accepted, into `judge.jsonl`; to name its engine, model or host is enough',
	},
	{name: 'judge-gate', meaning: 'as `--judge`; what it misreads is rejected and made again, twice at most'},
	{name: 'judge-engine', argument: 'NAME', meaning: 'the engine that judges', standard: "the run's"},
	{name: 'judge-model', argument: 'NAME', meaning: 'the model that judges', standard: "the run's"},
	{name: 'judge-host', argument: 'URL', meaning: 'where it listens', standard: "the run's"},
	{
		name: 'from',
		argument: 'STEP',
		meaning: 'with `redo`: the first step made again: `primitives`, `context`, `tension` or `dialogue`',
		standard: '`dialogue`',
	},
	{
		name: 'format',
		argument: 'NAME',
		meaning:
			'with `export`: `json`, `jsonl`, `messages`, `sharegpt`, `alpaca`, `csv` or `parquet`; may be repeated',
		standard: '`json`',
		repeatable: true,
	},
	{
		name: 'splits',
		argument: 'A/B/C',
		meaning: 'with `export`: train, validation and test in percent; families and near copies stay together',
	},
	{name: 'split-seed', argument: 'N', meaning: 'another way to split the same set', standard: '0'},
	{
		name: 'reply',
		argument: 'FORM',
		meaning: 'with `export`: what a chat model learns to answer, `prose` or `card` (JSON)',
		standard: '`prose`',
	},
	{
		name: 'dataset',
		argument: 'DIR',
		meaning: 'with `export`: a folder that `datasets` loads: card and data files',
	},
	{
		name: 'balance',
		argument: '[N]',
		meaning: 'with `merge`: only the most even part, N records or as many of each cell as the poorest has',
	},
	{
		name: 'fill',
		meaning:
			'with `merge`: plans a run for the cells that the sum lacks, up to its fullest one, or the most even way for `--count N`',
	},
	{name: 'dry-run', meaning: 'with `merge`: says what it would be and writes nothing'},
	{
		name: 'accept-changes',
		meaning: 'with `--resume`: go on although prompts or settings changed, and record it',
	},
	{
		name: 'take-over',
		meaning:
			'with `--resume`: take the run from a writer that is gone from another machine, or suspended on this one',
	},
	{
		name: 'yes-install',
		meaning: 'with `--engine embedded`: yes to fetching its package, and weights named by `hf:`',
	},
	{
		name: 'stall-timeout',
		argument: 'SECONDS',
		meaning: 'how long an engine may say nothing',
		standard: 'from what it has shown so far',
	},
	{
		name: 'wait-for-engine',
		argument: 'MINUTES',
		meaning: 'how long a run waits for an engine that went away',
		standard: '30 in plain, for ever in full screen',
	},
	{
		name: 'repair',
		argument: 'RUN',
		meaning:
			'`runs` mends this run: torn ends, a broken `run.json`, the index, a lock left behind; says what it did',
	},
	{name: 'plain', meaning: 'no full screen: one line an event, progress every 10'},
	{
		name: 'json',
		meaning:
			'no full screen: events as JSON lines on stdout; `report`, `judge`, `merge` and `check`: their figures as JSON; `runs`: a line of JSON a run',
	},
	{name: 'markdown', meaning: '`report` as Markdown'},
	{
		name: 'html',
		argument: '[PATH]',
		meaning: '`report` as one page with charts, into PATH (ending in .html) or to stdout',
	},
	{name: 'against', argument: 'RUN-or-FILE', meaning: '`report` puts this set beside the other'},
	{name: 'help', meaning: 'this text'},
	{name: 'version', meaning: 'the version'},
];

export type CommandEntry = {usage: string; does: string};

/** Every command that there is. */
export const commandEntries: CommandEntry[] = [
	{
		usage: 'unwritten',
		does: 'full screen: engine check, target picker, run, summary; plain lines where there is no terminal',
	},
	{
		usage: 'unwritten check',
		does: 'the engine doctor: reachable, model, thinking off, schema, context, slots, speed, memory, each by probing; remedies with their command; at most 3 minutes; `--json`; exit 1 when something is wrong',
	},
	{
		usage: 'unwritten export RUN-or-FILE…',
		does: 'writes runs and batch files as batch JSON or for trainers (`--format`), in `--splits`, as a `--dataset`',
	},
	{
		usage: 'unwritten judge RUN',
		does: 'a blind reader (`--judge-model`) names the labels from the prose alone; agreement with 95 % intervals, also as `--json`',
	},
	{
		usage: 'unwritten merge A B…',
		does: 'several runs and batch files into one set, v2.2 files too: duplicates and near copies out, coverage of the sum; `--fill` plans what it lacks',
	},
	{
		usage: 'unwritten redo RUN ID',
		does: 'makes one interaction again from a step (`--from`); what came before is kept, the new record counts instead',
	},
	{
		usage: 'unwritten report RUN-or-FILE…',
		does: 'what a set is made of and what of it would harm training: coverage, numbers, variety, rules; also `--json`, `--markdown`, `--html`',
	},
	{
		usage: 'unwritten runs',
		does: 'what runs exist, their state, how to go on or review; `--repair RUN` mends one',
	},
];
