import { type Connection } from "./Connection.ts"
import { type Fault, type ImmediateFault } from "./Faults.ts"
import { node } from "./Node.ts"
import { type Phone } from "./Phone.ts"
import { type World } from "./World.ts"

/** Makes something go wrong: at once for a connection's failures, else at each fitting occasion. */
export const inject = (world: World, phone: (number: string) => Phone, fault: Fault): (() => void) => {
  if (fault.kind !== "streamError" && fault.kind !== "end") return world.faults.add(fault)
  if (fault.kind === "streamError" && fault.code === 401) phone(fault.number).unlink()
  else for (const { connection } of world.account(fault.number).companions.values()) strike(connection, fault)
  return () => undefined
}

const strike = (connection: Connection | undefined, fault: ImmediateFault): void => {
  if (!connection) return
  if (fault.kind === "streamError") {
    connection.send(streamErrors[fault.code] ?? node("stream:error", { code: fault.code }))
    connection.close()
  } else if (fault.how === "xmlstreamend") {
    connection.send(node("xmlstreamend"))
  } else if (fault.how === "reset") {
    connection.reset()
  } else {
    connection.close()
  }
}

const streamErrors: Partial<Record<number, ReturnType<typeof node>>> = {
  440: node("stream:error", {}, [node("conflict", { type: "replaced" })]),
  500: node("stream:error", {}, [node("ack")])
}
