/** Text of a prompt file by `# section` and `## label`; the lines below a label are joined by spaces. */
export type Sections = Map<string, Map<string, string>>;

export function readSections(text: string): Sections {
	const sections: Sections = new Map();
	let labels = new Map<string, string>();
	let label: string | undefined;
	for (const line of plainLines(text)) {
		const heading = /^(#{1,2}) (.*)$/u.exec(line);
		if (heading === null) {
			appendLine(labels, label, line);
		} else if (heading[1] === '#') {
			labels = new Map();
			label = undefined;
			sections.set((heading[2] as string).trim(), labels);
		} else {
			label = (heading[2] as string).trim().replace(' × ', ' x ');
			labels.set(label, '');
		}
	}
	return sections;
}

function plainLines(text: string): string[] {
	return text
		.replace(/^\uFEFF/u, '')
		.normalize('NFC')
		.split(/\r\n|\n|\r/u)
		.map(line => line.trim());
}

function appendLine(labels: Map<string, string>, label: string | undefined, line: string): void {
	if (label !== undefined && line !== '') {
		labels.set(label, `${labels.get(label)} ${line}`.trim());
	}
}
