// Finds, for calls to Azure Resource Manager, the operation of Microsoft's own JavaScript clients that is the same call.
// usage: node operations.mjs < calls.json        [{"method": "PATCH", "path": "/subscriptions/…", "apiVersion": "2024-07-01"}, …]
// prints the same calls, each with "operation" (client/group.method; null when no client has it) and "newest", the API version that client sends.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const modules = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'node_modules', '@azure');

// The clients are generated. The newer generation has one function `_nameSend` for each operation: its URI template, its
// version, and the verb it ends in. The older one describes an operation as an object, and has one version for the client.
const sent = /(?:export )?function _([\w$]+)Send\([\s\S]*?expandUrlTemplate\(\s*"([^"]+)"([\s\S]*?)context\s*\.path\(path\)\s*\.(\w+)\(/g;
const versionSent = /"api%2Dversion": (?:context\.apiVersion \?\? )?"([^"]+)"/;
const described = /const (\w+)OperationSpec(?:\$\d+)? = \{\s*path:\s*"([^"]+)",\s*httpMethod: "(\w+)"/g;
const versionDescribed = /apiVersion \|\| "([^"]+)"|serializedName: "api-version"[^}]*?defaultValue: "([^"]+)"|defaultValue: "([^"]+)",[^}]*?serializedName: "api-version"/;

const escaped = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
// {+scope} may hold slashes, {name} may not; what stands behind {? is the query.
const pattern = template => new RegExp('^' + template.replace('{scope}', '{+scope}').split(/(\{[^}]+\})/).map(part =>
  part.startsWith('{?') ? '' : part.startsWith('{+') ? '/?.+' : part.startsWith('{') ? '[^/]+' : escaped(part)).join('') + '$', 'i');
const operation = (name, template, verb, newest) =>
  ({ name, verb: verb.toUpperCase(), pattern: pattern(template), literal: template.replace(/\{[^}]*\}/g, '').length, newest });
const sources = name => {
  const folder = path.join(modules, name, 'dist', existsSync(path.join(modules, name, 'dist', 'esm')) ? 'esm' : '');
  return readdirSync(folder, { recursive: true }).filter(file => file.endsWith('.js') && !file.endsWith('.min.js'))
    .map(file => ({ group: path.basename(path.dirname(file)), text: readFileSync(path.join(folder, file), 'utf8') }));
};

const operations = readdirSync(modules).filter(name => name.startsWith('arm-')).flatMap(name => {
  const files = sources(name);
  const version = versionDescribed.exec(files.map(f => f.text).join('\n'))?.slice(1).find(v => v) ?? null;
  return files.flatMap(({ group, text }) => [
    ...[...text.matchAll(sent)].map(([, method, template, between, verb]) =>
      operation(`${name}/${group}.${method.replace(/^\$/, '')}`, template, verb, versionSent.exec(between)?.[1] ?? null)),
    ...[...text.matchAll(described)].map(([, method, template, verb]) => operation(`${name}/${method}`, template, verb, version))]);
}).sort((a, b) => b.literal - a.literal); // the most literal template is meant

const calls = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify(calls.map(call => {
  const found = operations.find(o => o.verb === call.method && o.pattern.test(call.path));
  return { ...call, operation: found?.name ?? null, newest: found?.newest ?? null };
})));
console.error(`${operations.length} operations known`);
