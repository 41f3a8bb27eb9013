import { EventEmitter } from "node:events"
import { describe, expect, it } from "vitest"
import { watchMappings } from "./Mappings.ts"

describe("CH-06: what WhatsApp says of who is who without a message", () => {
  it.each([
    [{ lid: "201@lid", pn: "9779800000201@s.whatsapp.net" }, ["201@lid", "9779800000201@s.whatsapp.net"]],
    [{ lid: "201:3@lid", pn: "9779800000201:7@s.whatsapp.net" }, ["201@lid", "9779800000201@s.whatsapp.net"]],
    [{ lid: "201@hosted.lid", pn: "9779800000201@c.us" }, ["201@lid", "9779800000201@s.whatsapp.net"]],
    [{ lid: "9779800000201@s.whatsapp.net", pn: "9779800000201@s.whatsapp.net" }, null],
    [{ lid: "120363@g.us", pn: "9779800000201@s.whatsapp.net" }, null],
    [{ lid: "201@lid", pn: "" }, null]
  ])("%o is %o", (mapping, expected) => {
    const ev = new EventEmitter()
    const pairs: Array<ReadonlyArray<string>> = []
    watchMappings({ ev } as never, (...pair) => pairs.push(pair))
    ev.emit("lid-mapping.update", mapping)
    expect(pairs).toEqual(expected === null ? [] : [expected])
  })
})
