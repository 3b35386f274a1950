// Reads Bicep files with tree-sitter's grammar and says what is in them: one line of JSON per file.
//   node read.mjs FILE...
// A value is {kind: object|array|text|number|boolean|null|choice|expression}; every place of a syntax error is listed.
import fs from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(new URL('../EndToEnd/package.json', import.meta.url))
const { Parser, Language } = require('web-tree-sitter')
await Parser.init()
const parser = new Parser()
parser.setLanguage(await Language.load(require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm')))

export function read(path) {
  const root = parser.parse(fs.readFileSync(path, 'utf8')).rootNode
  const file = { path, errors: errorsOf(root), scope: 'resourceGroup', params: [], vars: [], resources: [], modules: [], outputs: [], names: [] }
  let decorators = []
  for (const node of root.namedChildren) {
    if (node.type === 'decorators') {
      decorators = node.namedChildren.map(d => d.text.slice(1))
      continue
    }
    const [first] = node.namedChildren
    const rest = node.namedChildren.slice(1)
    if (node.type === 'target_scope_assignment') file.scope = text(first)
    if (node.type === 'parameter_declaration') {
      file.params.push({ name: first.text, type: rest[0]?.text, secure: decorators.includes('secure()'), described: decorators.some(d => d.startsWith('description(')), default: rest[1] ? value(rest[1]) : null })
    }
    if (node.type === 'variable_declaration') file.vars.push({ name: first.text, value: value(rest.at(-1)) })
    if (node.type === 'output_declaration') file.outputs.push({ name: first.text, value: value(rest.at(-1)) })
    if (node.type === 'resource_declaration') resource(node, file, null)
    if (node.type === 'module_declaration') {
      const body = bodyOf(rest.at(-1))
      file.modules.push({ name: first.text, path: text(rest[0]), body: value(body.node), conditional: body.conditional })
    }
    decorators = []
  }
  // Every name that is used, and where it is declared: a parameter that nobody reads is seen by its absence here.
  walk(root, node => {
    const parent = node.parent?.type
    if (node.type === 'identifier' && !['parameter_declaration', 'object_property'].includes(parent)) file.names.push(node.text)
    if (node.type === 'identifier' && parent === 'parameter_declaration' && node.parent.namedChildren[0].id !== node.id) file.names.push(node.text)
    if (node.type === 'identifier' && parent === 'object_property' && node.parent.namedChildren[0].id !== node.id) file.names.push(node.text)
  })
  file.names = [...new Set(file.names)].sort()
  return file
}

function resource(node, file, parent) {
  const [name, type, ...rest] = node.namedChildren
  const body = bodyOf(rest.at(-1))
  const kind = text(type)
  const full = parent ? `${parent.type.split('@')[0]}/${kind}@${parent.type.split('@')[1]}` : kind
  const one = { name: name.text, type: full, nested: parent !== null, existing: node.children.some(c => c.text === 'existing'), conditional: body.conditional, line: node.startPosition.row + 1, body: value(body.node) }
  file.resources.push(one)
  walk(body.node, inner => { if (inner.type === 'resource_declaration') resource(inner, file, one) }, inner => inner.type !== 'resource_declaration')
}

// What stands behind `if (…)` and `[for … in …: …]`.
function bodyOf(node) {
  let conditional = false
  let looped = node
  while (!['object'].includes(looped.type)) {
    if (looped.type === 'if_statement') conditional = true
    const next = looped.childForFieldName('body') ?? looped.namedChildren.at(-1)
    if (!next) break
    looped = next
  }
  return { node: looped, conditional }
}

function value(node) {
  switch (node.type) {
    case 'object': {
      const properties = {}
      for (const property of node.namedChildren.filter(c => c.type === 'object_property')) {
        const [key, of] = property.namedChildren
        if (key.type === 'resource_declaration' || !of) continue
        properties[key.type === 'string' ? source(key) : key.text] = value(of)
      }
      return { kind: 'object', properties }
    }
    case 'array': return { kind: 'array', items: node.namedChildren.filter(c => c.type !== 'comment').map(value) }
    case 'for_statement': return { kind: 'array', items: [value(node.childForFieldName('body') ?? node.namedChildren.at(-1))] }
    case 'string': return node.namedChildren.some(c => c.type === 'interpolation') ? { kind: 'expression', text: node.text } : { kind: 'text', text: text(node) }
    case 'number': return { kind: 'number', number: Number(node.text) }
    case 'boolean': return { kind: 'boolean', text: node.text }
    case 'null': return { kind: 'null' }
    case 'parenthesized_expression': return value(node.namedChildren[0])
    case 'ternary_expression': return { kind: 'choice', condition: node.childForFieldName('condition').text, options: [value(node.childForFieldName('consequence')), value(node.childForFieldName('alternative'))] }
    case 'call_expression': {
      const called = node.namedChildren[0].text
      const given = node.namedChildren[1].namedChildren
      return called === 'union' ? { kind: 'union', options: given.map(value) } : { kind: 'expression', text: node.text }
    }
    default: return { kind: 'expression', text: node.text }
  }
}

function source(node) { return node.text.slice(1, -1) }

function text(node) { return source(node).replace(/\\'/g, "'").replace(/\\\$/g, '$').replace(/\\\\/g, '\\') }

function walk(node, see, enter = () => true) {
  for (const child of node.namedChildren) {
    see(child)
    if (enter(child)) walk(child, see, enter)
  }
}

function errorsOf(root) {
  const errors = []
  const look = node => {
    if (node.isError || node.isMissing) errors.push(`${node.startPosition.row + 1}:${node.startPosition.column + 1} ${node.text.slice(0, 40)}`)
    else if (node.hasError) node.children.forEach(look)
  }
  look(root)
  return errors
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  for (const path of process.argv.slice(2)) console.log(JSON.stringify(read(path)))
}
