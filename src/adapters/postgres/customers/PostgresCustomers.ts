import { Effect, Layer } from "effect"
import { Customers } from "../../../ports/Customers.ts"
import { Changes } from "./Changes.ts"
import { customerChats } from "./CustomerChats.ts"
import { customerEdits } from "./CustomerEdits.ts"
import { customerImports } from "./imports/CustomerImports.ts"
import { customerLists } from "./CustomerLists.ts"
import { customerNumbers } from "./CustomerNumbers.ts"
import { customerStates } from "./CustomerStates.ts"

/** Customers in PostgreSQL; each part of the port is a file of its own. */
export const layer = Layer.effect(
  Customers,
  Effect.gen(function* () {
    return Customers.of({
      ...(yield* customerLists),
      ...(yield* customerEdits),
      ...(yield* customerNumbers),
      ...(yield* customerStates),
      ...(yield* customerChats),
      ...(yield* customerImports)
    })
  })
).pipe(Layer.provide(Changes.layer))
