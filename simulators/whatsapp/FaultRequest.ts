import { type Fault } from "./Faults.ts"
import { type Fields, RequestError, text } from "./RequestBody.ts"

type Kind = Fault["kind"]
type Field = readonly [name: string, type: "number" | "string" | "boolean", need: "must" | "may"]

const number: Field = ["number", "string", "must"]
const code: Field = ["code", "number", "must"]
const ms: Field = ["ms", "number", "must"]
const xmlns: Field = ["xmlns", "string", "must"]
const deliver: Field = ["deliver", "boolean", "may"]

const fieldsOf: Record<Kind, ReadonlyArray<Field>> = {
  streamError: [number, code],
  end: [number, ["how", "string", "must"]],
  loginFailure: [
    ["reason", "number", "must"],
    ["expire", "number", "may"]
  ],
  outdated: [["below", "number", "must"]],
  slowLogin: [ms],
  upgradeStatus: [["status", "number", "must"]],
  refuse: [],
  hang: [],
  silent: [],
  noPong: [],
  noAnswer: [xmlns],
  queryError: [xmlns, code, ["text", "string", "may"]],
  nack: [["error", "number", "must"]],
  swallowAck: [deliver],
  delayAck: [ms],
  dropOnMessage: [ms, deliver],
  loseReceipt: [],
  duplicate: [],
  garble: [],
  noResend: [],
  noDevices: []
}

const common: ReadonlyArray<Field> = [
  ["number", "string", "may"],
  ["times", "number", "may"]
]

/** Reads a failure as the control API takes it: the same fields as in `Faults.ts`. */
export const readFault = (fields: Fields): Fault => {
  const kind = text(fields, "kind")
  if (!isKind(kind)) throw new RequestError(400, `kind is none of ${Object.keys(fieldsOf).join(", ")}`)
  const fault: Record<string, unknown> = { kind }
  for (const [name, type, need] of [...common, ...fieldsOf[kind]]) {
    const value = fields[name]
    if (value === undefined && need === "may") continue
    if (typeof value !== type) throw new RequestError(400, `${name} is not a ${type}`)
    fault[name] = value
  }
  // Every field of this kind was checked above, by name and type.
  return fault as unknown as Fault
}

const isKind = (kind: string): kind is Kind => Object.hasOwn(fieldsOf, kind)
