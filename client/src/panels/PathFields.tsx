import { For } from "solid-js"
import { Field } from "../ui/Field.tsx"
import type { PathsDraft } from "./DescriptionDraft.ts"

/** A field of an answer and how people call it. */
export interface NamedPath {
  readonly name: string
  readonly label: string
}

interface PathFieldsProps {
  readonly fields: ReadonlyArray<NamedPath>
  readonly paths: PathsDraft
  readonly onType: (paths: PathsDraft) => void
}

/** Where each field is, as a path such as "$.user.login". */
export const PathFields = (props: PathFieldsProps) => (
  <div class="grid grid-cols-2 gap-x-2 gap-y-3">
    <For each={props.fields}>
      {(field) => (
        <Field
          label={field.label}
          placeholder={`$.${field.name}`}
          autocomplete="off"
          spellcheck={false}
          value={props.paths[field.name] ?? ""}
          onInput={(event) => props.onType({ ...props.paths, [field.name]: event.currentTarget.value })}
        />
      )}
    </For>
  </div>
)

/** Fields of an order that nearly every panel has. */
export const orderFields: ReadonlyArray<NamedPath> = [
  { name: "id", label: "Order number" },
  { name: "username", label: "Username" },
  { name: "status", label: "Status" },
  { name: "provider", label: "Provider" },
  { name: "externalId", label: "External id" },
  { name: "serviceName", label: "Service name" }
]

/** Fields that help where a panel has them. */
export const moreOrderFields: ReadonlyArray<NamedPath> = [
  { name: "userId", label: "User number" },
  { name: "serviceId", label: "Service number" },
  { name: "link", label: "Link" },
  { name: "quantity", label: "Quantity" },
  { name: "startCount", label: "Start count" },
  { name: "remains", label: "Remains" },
  { name: "createdAt", label: "Time of the order" },
  { name: "updatedAt", label: "Last change" },
  { name: "refillOffered", label: "Refill button" },
  { name: "cancelOffered", label: "Cancel button" }
]

export const resultFields: ReadonlyArray<NamedPath> = [
  { name: "list", label: "List of results" },
  { name: "id", label: "Order number" },
  { name: "accepted", label: "Whether accepted" },
  { name: "error", label: "What went wrong" }
]

export const userFields: ReadonlyArray<NamedPath> = [
  { name: "username", label: "Username" },
  { name: "userId", label: "User number" },
  { name: "email", label: "E-mail" },
  { name: "status", label: "Status" },
  { name: "balance", label: "Balance" },
  { name: "spent", label: "Spent" },
  { name: "currency", label: "Currency" }
]

export const serviceFields: ReadonlyArray<NamedPath> = [
  { name: "id", label: "Service number" },
  { name: "name", label: "Name" },
  { name: "category", label: "Category" },
  { name: "rate", label: "Rate" },
  { name: "min", label: "Smallest amount" },
  { name: "max", label: "Largest amount" },
  { name: "refill", label: "Refill flag" },
  { name: "cancel", label: "Cancel flag" }
]
