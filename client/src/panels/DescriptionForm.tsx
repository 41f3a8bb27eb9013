import { Show, type JSX } from "solid-js"
import { AreaField } from "../ui/AreaField.tsx"
import { Field } from "../ui/Field.tsx"
import { Switch } from "../ui/Switch.tsx"
import { ActionFields, AuthFields } from "./ActionFields.tsx"
import {
  emptyAsk,
  emptyList,
  type AskDraft,
  type DescriptionDraft,
  type ListDraft
} from "./DescriptionDraft.ts"
import { DescriptionTest } from "./DescriptionTest.tsx"
import {
  moreOrderFields,
  orderFields,
  PathFields,
  resultFields,
  serviceFields,
  userFields,
  type NamedPath
} from "./PathFields.tsx"

interface DescriptionFormProps {
  readonly draft: DescriptionDraft
  readonly onType: (values: Partial<DescriptionDraft>) => void
}

const idsPlace = "{ids} stands for the order numbers."

/** An API of no known kind, described call by call, with a test against an answer of it (PR-01). */
export const DescriptionForm = (props: DescriptionFormProps) => (
  <div class="flex flex-col gap-3">
    <Part title="The key">
      <AuthFields
        draft={props.draft.auth}
        onType={(values) => props.onType({ auth: { ...props.draft.auth, ...values } })}
      />
    </Part>
    <Part title="Reading orders">
      <ListFields
        draft={props.draft.orders}
        example="/v1/orders"
        places={idsPlace}
        takesIds
        fields={orderFields}
        onType={(values) => props.onType({ orders: { ...props.draft.orders, ...values } })}
      />
      <details>
        <summary class="cursor-pointer py-1 font-medium text-accent">More fields of an order</summary>
        <div class="mt-2 flex flex-col gap-3">
          <PathFields
            fields={moreOrderFields}
            paths={props.draft.orders.fields}
            onType={(fields) => props.onType({ orders: { ...props.draft.orders, fields } })}
          />
          <Field
            label="Where an answer says what went wrong"
            placeholder="$.error"
            spellcheck={false}
            value={props.draft.error}
            onInput={(event) => props.onType({ error: event.currentTarget.value })}
          />
          <AreaField
            label="The panel’s own words for a status"
            hint="One on each line, such as Done=completed."
            spellcheck={false}
            value={props.draft.statuses}
            onInput={(event) => props.onType({ statuses: event.currentTarget.value })}
          />
        </div>
      </details>
    </Part>
    <DescriptionTest draft={props.draft} />
    <Part title="What else the panel can do">
      <AskFields
        label="Refills can be asked for"
        draft={props.draft.refill}
        onType={(refill) => props.onType({ refill })}
      />
      <AskFields
        label="Cancels can be asked for"
        draft={props.draft.cancel}
        onType={(cancel) => props.onType({ cancel })}
      />
      <Optional
        label="Accounts can be looked up"
        isOn={props.draft.users !== null}
        onSwitch={(isOn) => props.onType({ users: isOn ? emptyList : null })}
      >
        <ListFields
          draft={props.draft.users ?? emptyList}
          example="/v1/users"
          places="{username} or {email} stands for who is looked up."
          takesIds={false}
          fields={userFields}
          onType={(values) => props.onType({ users: { ...(props.draft.users ?? emptyList), ...values } })}
        />
      </Optional>
      <Optional
        label="The list of services can be read"
        isOn={props.draft.services !== null}
        onSwitch={(isOn) => props.onType({ services: isOn ? emptyList : null })}
      >
        <ListFields
          draft={props.draft.services ?? emptyList}
          example="/v1/services"
          places=""
          takesIds={false}
          fields={serviceFields}
          onType={(values) =>
            props.onType({ services: { ...(props.draft.services ?? emptyList), ...values } })
          }
        />
      </Optional>
    </Part>
  </div>
)

/** A titled group of fields. */
const Part = (props: { readonly title: string; readonly children: JSX.Element }) => (
  <fieldset class="flex min-w-0 flex-col gap-3 rounded-md border border-line p-3">
    <legend class="px-1 text-xs font-semibold text-muted">{props.title}</legend>
    {props.children}
  </fieldset>
)

const Optional = (props: {
  readonly label: string
  readonly isOn: boolean
  readonly onSwitch: (isOn: boolean) => void
  readonly children: JSX.Element
}) => (
  <div class="flex flex-col gap-3">
    <div class="flex min-h-8 items-center gap-2">
      <Switch label={props.label} isOn={props.isOn} onChange={props.onSwitch} />
      <span>{props.label}</span>
    </div>
    <Show when={props.isOn}>
      <div class="flex flex-col gap-3 border-l-2 border-line pl-3">{props.children}</div>
    </Show>
  </div>
)

interface ListFieldsProps {
  readonly draft: ListDraft
  readonly example: string
  readonly places: string
  readonly takesIds: boolean
  readonly fields: ReadonlyArray<NamedPath>
  readonly onType: (values: Partial<ListDraft>) => void
}

const ListFields = (props: ListFieldsProps) => (
  <>
    <ActionFields
      draft={props.draft.action}
      example={props.example}
      places={props.places}
      takesIds={props.takesIds}
      onType={(values) => props.onType({ action: { ...props.draft.action, ...values } })}
    />
    <Field
      label="Where the list is in the answer"
      hint="$ is the answer itself; below, $ is one entry of the list."
      placeholder="$.data"
      spellcheck={false}
      value={props.draft.list}
      onInput={(event) => props.onType({ list: event.currentTarget.value })}
    />
    <PathFields
      fields={props.fields}
      paths={props.draft.fields}
      onType={(fields) => props.onType({ fields })}
    />
  </>
)

interface AskFieldsProps {
  readonly label: string
  readonly draft: AskDraft | null
  readonly onType: (draft: AskDraft | null) => void
}

const AskFields = (props: AskFieldsProps) => {
  const draft = () => props.draft ?? emptyAsk
  return (
    <Optional
      label={props.label}
      isOn={props.draft !== null}
      onSwitch={(isOn) => props.onType(isOn ? emptyAsk : null)}
    >
      <ActionFields
        draft={draft().action}
        example="/v1/refills"
        places={idsPlace}
        takesIds
        onType={(values) => props.onType({ ...draft(), action: { ...draft().action, ...values } })}
      />
      <p class="text-muted">
        Where its answer speaks of each order. Left empty, an answer without an error is good for all.
      </p>
      <PathFields
        fields={resultFields}
        paths={draft().results}
        onType={(results) => props.onType({ ...draft(), results })}
      />
    </Optional>
  )
}
