// Preload of a program under test: writes down every name it looks up and every connection it opens, whoever opens it.
import dgram from 'node:dgram';
import dns from 'node:dns';
import {appendFileSync} from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
import net from 'node:net';

const note = (kind, target) => appendFileSync(process.env.UNWRITTEN_NETWORK_LOG, `${kind} ${target}\n`);

const {connect} = net.Socket.prototype;
net.Socket.prototype.connect = function connectAndNote(...given) {
	// `net.connect` hands its arguments on as one list.
	const [target, host] = Array.isArray(given[0]) ? given[0] : given;
	note('connect', target?.path ?? `${target?.host ?? host ?? 'localhost'}:${target?.port ?? target}`);
	return connect.apply(this, given);
};
for (const api of [dns, dns.promises]) {
	for (const name of Object.keys(api).filter(
		key => /^(?:lookup|resolve)/.test(key) && typeof api[key] === 'function',
	)) {
		const ask = api[name];
		api[name] = function askAndNote(target, ...rest) {
			note('look up', target);
			return ask.call(this, target, ...rest);
		};
	}
}
const {send} = dgram.Socket.prototype;
dgram.Socket.prototype.send = function sendAndNote(...given) {
	note('send', given.filter(each => typeof each === 'string').join());
	return send.apply(this, given);
};
syncBuiltinESMExports();
