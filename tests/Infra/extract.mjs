// Makes arm-index.json: the versions and the shape of every resource type that infra/ uses, from published ARM schemas.
//   node extract.mjs FOLDER      FOLDER has types-index.json and schemas/Type@version.json
// Run it when infra/ uses a new type or goes to a newer version. Shapes are kept only as deep as infra/ goes; where it does not
// go a shape is {"cut": true}, and the test says so when Bicep goes there later.
import fs from 'node:fs'
import path from 'node:path'
import { read } from './read.mjs'

const here = path.dirname(new URL(import.meta.url).pathname)
const infra = path.join(here, '../../infra')
const folder = process.argv[2]
const index = JSON.parse(fs.readFileSync(path.join(folder, 'types-index.json')))
const common = JSON.parse(fs.readFileSync(path.join(folder, 'schemas/common-definitions.json'))).definitions ?? {}
const own = JSON.parse(fs.readFileSync(path.join(here, 'own-shapes.json'))).shapes

const files = fs.readdirSync(infra, { recursive: true }).filter(f => f.endsWith('.bicep')).map(f => read(path.join(infra, f)))
const used = new Map()
for (const resource of files.flatMap(f => f.resources)) used.set(resource.type, [...(used.get(resource.type) ?? []), resource.body])

const types = {}
for (const [typed, bodies] of [...used].sort(([a], [b]) => a.localeCompare(b))) {
  const [type, version] = typed.split('@')
  const key = Object.keys(index.types).find(k => k.toLowerCase() === type.toLowerCase())
  if (!key) throw new Error(`The index knows no ${type}.`)
  const versions = Object.keys(index.types[key]).sort()
  const entry = (types[type] ??= { stable: versions.filter(v => !v.includes('preview')).at(-1), newest: versions.at(-1), scopes: index.types[key][version] ?? [], shapes: {} })
  const file = path.join(folder, 'schemas', `${type.replaceAll('/', '_')}@${version}.json`)
  if (fs.existsSync(file)) entry.shapes[version] = prune(shape(JSON.parse(fs.readFileSync(file))), bodies)
  else if (!own[typed]) throw new Error(`No schema for ${typed}; describe it in own-shapes.json.`)
}

fs.writeFileSync(path.join(here, 'arm-index.json'), `${JSON.stringify({ source: index.source, note: index.note, types }, null, 1)}\n`)

function shape(schema) {
  const definitions = { ...common, ...schema.definitions }
  const of = (node, inside) => {
    if (node.$ref) {
      const name = node.$ref.split('/').at(-1)
      if (name === 'armExpression') return null
      const found = definitions[name]
      return !found || inside.includes(name) ? {} : of(found, [...inside, name])
    }
    const more = node.oneOf ?? node.anyOf ?? node.allOf
    const options = more?.map(o => of(o, inside)).filter(o => o !== null)
    const base = node.properties || node.type === 'object' ? object(node, inside) : null
    if (options?.length) {
      const merged = options.map(o => (base && o.properties ? { ...o, properties: { ...base.properties, ...o.properties }, required: [...new Set([...(base.required ?? []), ...(o.required ?? [])])] } : o))
      return merged.length === 1 ? merged[0] : { either: merged }
    }
    if (base) return base
    if (node.type === 'array') return { items: node.items ? of(node.items, inside) ?? {} : {} }
    if (node.enum) return { enum: node.enum }
    // The kinds of sites/config are told apart by their names alone.
    const fixed = /^\^\.\*\/(\w+)\$$/.exec(node.pattern ?? '')
    if (fixed) return { enum: [fixed[1]] }
    return node.type && node.type !== 'string' ? { type: node.type } : {}
  }
  const object = (node, inside) => {
    const properties = Object.fromEntries(Object.entries(node.properties ?? {}).filter(([k]) => !(inside.length === 0 && ['apiVersion', 'type', 'resources'].includes(k))).map(([k, v]) => [k, of(v, inside) ?? {}]))
    const made = { properties }
    const required = (node.required ?? []).filter(r => !['apiVersion', 'type'].includes(r) || inside.length > 0)
    if (required.length) made.required = required
    // An object without a single known property takes anything, and so does one that says so.
    if (node.additionalProperties || Object.keys(properties).length === 0) made.open = true
    return made
  }
  return of(schema, [])
}

// Keeps a shape where some of the values goes.
function prune(node, values) {
  const all = values.flatMap(flat)
  if (node.either) return { either: node.either.map(o => prune(o, all)) }
  if (node.items) return { items: prune(node.items, all.filter(v => v.kind === 'array').flatMap(v => v.items)) }
  if (!node.properties) return node
  const objects = all.filter(v => v.kind === 'object')
  if (objects.length === 0) return { cut: true }
  const properties = {}
  for (const [name, of] of Object.entries(node.properties)) {
    const given = objects.map(o => o.properties[name]).filter(Boolean)
    properties[name] = given.length || (!of.properties && !of.items && !of.either) ? prune(of, given) : { cut: true }
  }
  return { ...node, properties }
}

function flat(value) { return ['choice', 'union'].includes(value.kind) ? value.options.flatMap(flat) : [value] }
