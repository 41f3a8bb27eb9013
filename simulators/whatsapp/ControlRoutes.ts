import { readFault } from "./FaultRequest.ts"
import { type Group } from "./Group.ts"
import { digits } from "./Jid.ts"
import { type MessageLog } from "./MessageLog.ts"
import { type Person, type SendOptions } from "./Person.ts"
import { type Fields, optionalText, optionalWord, RequestError, text, texts } from "./RequestBody.ts"
import { type WhatsAppSimulator } from "./Simulator.ts"

/** A request of the control API, its path parameters and body taken apart. */
export interface ControlRequest {
  readonly simulator: Omit<WhatsAppSimulator, "controlUrl">
  readonly id: string
  readonly after: number
  readonly fields: Fields
}

/** What a request answers: anything JSON can carry, or a promise of it. */
export type ControlRoute = (request: ControlRequest) => unknown

/** Every route of the control API by method and path; `:id` stands for one part of the path. */
export const controlRoutes: Readonly<Record<string, ControlRoute>> = {
  "GET /stats": ({ simulator }) => simulator.stats(),
  "POST /phones/:id/scan": ({ simulator, id, fields }) => simulator.phone(id).scan(text(fields, "qr")),
  "POST /phones/:id/pair-code": ({ simulator, id, fields }) =>
    simulator.phone(id).enterCode(text(fields, "code")),
  "POST /phones/:id/unlink": ({ simulator, id }) => simulator.phone(id).unlink(),
  "POST /phones/:id/messages": ({ simulator, id, fields }) => send(simulator.phone(id).person, fields),
  "GET /persons": ({ simulator }) => simulator.persons().map(showPerson),
  "POST /persons": ({ simulator, fields }) =>
    showPerson(
      simulator.person({
        pn: text(fields, "pn"),
        lid: optionalText(fields, "lid"),
        name: optionalText(fields, "name"),
        addressing: optionalWord(fields, "addressing", ["pn", "lid"])
      })
    ),
  "POST /persons/:id/messages": (request) => send(personOf(request), request.fields),
  "POST /persons/:id/read": (request) => personOf(request).read(text(request.fields, "id")),
  "POST /persons/:id/forget": (request) => personOf(request).forget(text(request.fields, "number")),
  "GET /persons/:id/inbox": (request) => showLog(personOf(request).inbox, request.after),
  "GET /persons/:id/sent": (request) => showLog(personOf(request).sent, request.after),
  "GET /groups": ({ simulator }) => simulator.groups().map(showGroup),
  "POST /groups": ({ simulator, fields }) =>
    showGroup(
      simulator.group({
        subject: text(fields, "subject"),
        participants: texts(fields, "participants"),
        addressingMode: optionalWord(fields, "addressingMode", ["pn", "lid"])
      })
    ),
  "POST /groups/:id/join": (request) =>
    request.simulator.join(groupOf(request), text(request.fields, "number")),
  "POST /groups/:id/leave": (request) =>
    request.simulator.leave(groupOf(request), text(request.fields, "number")),
  "GET /groups/:id/log": (request) => showLog(groupOf(request).log, request.after),
  "POST /faults": ({ simulator, fields }) => void simulator.faults.add(readFault(fields)),
  "DELETE /faults": ({ simulator }) => simulator.faults.clear()
}

const personOf = ({ simulator, id }: ControlRequest): Person => {
  const person = simulator.persons().find(({ number }) => number === digits(id))
  if (!person) throw new RequestError(404, `no person ${id}`)
  return person
}

const groupOf = ({ simulator, id }: ControlRequest): Group => {
  const group = simulator.groups().find(({ jid }) => jid === id)
  if (!group) throw new RequestError(404, `no group ${id}`)
  return group
}

const send = (person: Person, fields: Fields): Promise<{ id: string }> => {
  const options: SendOptions = {
    id: optionalText(fields, "id"),
    quote: optionalText(fields, "quote"),
    kind: optionalWord(fields, "kind", ["text", "image"]),
    addressing: optionalWord(fields, "addressing", ["pn", "lid"])
  }
  const group = optionalText(fields, "group")
  return group === undefined
    ? person.send(text(fields, "to"), text(fields, "text"), options)
    : person.sendToGroup(group, text(fields, "text"), options)
}

const showPerson = ({ account, number, lidJid }: Person) => ({
  pn: number,
  lid: lidJid,
  name: account.name,
  addressing: account.addressing,
  devices: [...account.companions.values()].map(({ id, isActive }) => ({ id, isOnline: isActive }))
})

const showGroup = ({ jid, subject, addressing, members }: Group) => ({
  jid,
  subject,
  addressing,
  participants: [...members].map(({ pn, name }) => ({ pn, name }))
})

const showLog = (log: MessageLog, after: number) => ({ messages: log.after(after), last: log.entries.length })
