import { Effect, Result } from "effect"
import { readTelegramId, readWhatsApp } from "../../domain/AddressInput.ts"
import type { ContactAddress } from "../../domain/Customer.ts"
import { refuse } from "../answers/References.ts"
import { BadRequest } from "../api/Refusals.ts"

const refuseField = (field: string, problem: string) =>
  refuse(BadRequest, `Wrong in the body: ${field}: ${problem}`)

const read = (field: "whatsapp" | "telegram", text: string): Effect.Effect<ContactAddress, BadRequest> =>
  Result.match(field === "whatsapp" ? readWhatsApp(text) : readTelegramId(text), {
    onFailure: (problem) => refuseField(field, problem),
    onSuccess: Effect.succeed
  })

/** The one address of a body. */
export const readAddress = (body: {
  readonly whatsapp?: string
  readonly telegram?: string
}): Effect.Effect<ContactAddress, BadRequest> => {
  const { telegram, whatsapp } = body
  if (whatsapp !== undefined && telegram === undefined) return read("whatsapp", whatsapp)
  if (telegram !== undefined && whatsapp === undefined) return read("telegram", telegram)
  return refuseField("whatsapp or telegram", "send one of the two.")
}

/** All addresses of a body. */
export const readAddresses = (body: {
  readonly whatsapp?: ReadonlyArray<string>
  readonly telegram?: ReadonlyArray<string>
}): Effect.Effect<ReadonlyArray<ContactAddress>, BadRequest> =>
  Effect.all([
    ...(body.whatsapp ?? []).map((text) => read("whatsapp", text)),
    ...(body.telegram ?? []).map((text) => read("telegram", text))
  ])
