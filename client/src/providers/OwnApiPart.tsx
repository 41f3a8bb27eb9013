import { createSignal, For, Show } from "solid-js"
import type { OwnApi, OwnApiTest } from "../api/ProviderGateway.ts"
import { DrawerPart } from "../customers/DrawerPart.tsx"
import { ActionFields, AuthFields } from "../panels/ActionFields.tsx"
import { KeyField } from "../panels/KeyField.tsx"
import { Button } from "../ui/Button.tsx"
import { Field } from "../ui/Field.tsx"
import { FormTrouble } from "../ui/FormTrouble.tsx"
import { StatusBadge, StatusShape } from "../ui/StatusBadge.tsx"
import { Switch } from "../ui/Switch.tsx"
import { createOwnApi, type OwnApiDraft, type OwnApiWork } from "./createOwnApi.ts"

/** A provider's own API: refills, cancels and tickets at the provider himself (PR-09). */
export const OwnApiPart = (props: { readonly id: string; readonly alias: string }) => {
  // oxlint-disable-next-line solid/reactivity -- keyed: another id is another drawer
  const api = createOwnApi(props.id)
  return (
    <DrawerPart title="His own API">
      <div class="flex flex-col gap-3">
        <FormTrouble trouble={api.trouble()} onRetry={api.reload} />
        <Show when={api.state()}>{(state) => <State api={api} state={state()} alias={props.alias} />}</Show>
        <Show when={api.draft()}>{(draft) => <OwnApiForm api={api} draft={draft()} />}</Show>
        <FormTrouble trouble={api.act.trouble()} />
      </div>
    </DrawerPart>
  )
}

const uses = ({ isTicketUsed, isUsed }: OwnApi): string =>
  [
    ...(isUsed ? ["refills and cancels are asked for there"] : []),
    ...(isTicketUsed ? ["tickets are opened there"] : [])
  ].join(", ")

const State = (props: { readonly api: OwnApiWork; readonly state: OwnApi; readonly alias: string }) => {
  const [isSure, setSure] = createSignal(false)
  const remove = async () => {
    await props.api.remove()
    setSure(false)
  }
  return (
    <>
      <Show when={props.state.isSaved}>
        <p>
          <StatusBadge tone={uses(props.state) === "" ? "off" : "ok"} label="Saved" />
          <span class="block text-muted first-letter:uppercase">
            {uses(props.state) === "" ? "it is not used" : uses(props.state)}.
          </span>
        </p>
      </Show>
      <ul class="flex flex-col gap-1 text-muted">
        <For each={props.state.words}>{(words) => <li>{words}</li>}</For>
      </ul>
      <Show when={props.api.test()}>{(test) => <TestWords test={test()} />}</Show>
      <Show when={props.api.draft() === null}>
        <Show
          when={isSure()}
          fallback={
            <div class="flex flex-wrap gap-2">
              <Show when={props.state.isSaved}>
                <Button
                  isBusy={props.api.act.isBusy("test")}
                  aria-label={`Test the API of ${props.alias}`}
                  onClick={() => void props.api.runTest()}
                >
                  Test
                </Button>
              </Show>
              <Button onClick={props.api.begin}>
                {props.state.isSaved ? "Replace" : "Enter address and key"}
              </Button>
              <Show when={props.state.isSaved}>
                <Button look="danger" onClick={() => setSure(true)}>
                  Delete
                </Button>
              </Show>
            </div>
          }
        >
          <p>
            Address, key and the ticket’s call are deleted at once, and nothing is asked for there any more.
          </p>
          <div class="flex gap-2">
            <Button onClick={() => setSure(false)}>Keep</Button>
            <Button look="danger" isBusy={props.api.act.isBusy("remove")} onClick={() => void remove()}>
              Delete the access
            </Button>
          </div>
        </Show>
      </Show>
    </>
  )
}

const TestWords = (props: { readonly test: OwnApiTest }) => (
  <ul role="status" class="flex flex-col gap-1">
    <For each={props.test.words}>
      {(words) => (
        <li class="flex items-start gap-2">
          <StatusShape tone={props.test.isWorking ? "ok" : "bad"} class="mt-1" />
          <span class="min-w-0 wrap-anywhere">{words}</span>
        </li>
      )}
    </For>
  </ul>
)

const OwnApiForm = (props: { readonly api: OwnApiWork; readonly draft: OwnApiDraft }) => (
  <form
    aria-label="Access to his API"
    class="flex flex-col gap-3 rounded-md border border-line p-3"
    novalidate
    onSubmit={(event) => {
      event.preventDefault()
      void props.api.save()
    }}
  >
    <Field
      label="Address of his panel"
      hint="Encrypted, and shown to nobody again: to change anything, everything is entered anew."
      inputmode="url"
      autocomplete="off"
      spellcheck={false}
      maxlength={300}
      value={props.draft.baseUrl}
      onInput={(event) => props.api.type({ baseUrl: event.currentTarget.value })}
    />
    <KeyField
      label="Your API key there"
      hint="From your own account on his panel."
      value={props.draft.key}
      onType={(key) => props.api.type({ key })}
    />
    <p class="flex items-center gap-2">
      <Switch
        label="Ask there for refills and cancels"
        isOn={props.draft.isUsed}
        onChange={(isUsed) => props.api.type({ isUsed })}
      />
      Ask there for refills and cancels
    </p>
    <p class="flex items-center gap-2">
      <Switch
        label="Open a ticket there"
        isOn={props.draft.isTicketUsed}
        onChange={(isTicketUsed) => props.api.type({ isTicketUsed })}
      />
      Open a ticket there
    </p>
    <Show when={props.draft.isTicketUsed}>
      <div class="flex flex-col gap-3 border-l-2 border-line pl-3">
        <p class="text-muted">
          How a ticket is opened. These are filled in: {"{external_id}"}, {"{order_id}"}, {"{command}"},{" "}
          {"{subject}"}, {"{message}"}.
        </p>
        <AuthFields
          draft={props.draft.auth}
          onType={(values) => props.api.type({ auth: { ...props.draft.auth, ...values } })}
        />
        <ActionFields
          draft={props.draft.action}
          example="/api/tickets"
          places="{external_id} must be somewhere."
          takesIds={false}
          onType={(values) => props.api.type({ action: { ...props.draft.action, ...values } })}
        />
        <Field
          label="Where the answer says what went wrong"
          placeholder="$.error"
          spellcheck={false}
          value={props.draft.error}
          onInput={(event) => props.api.type({ error: event.currentTarget.value })}
        />
      </div>
    </Show>
    <div class="flex justify-end gap-2">
      <Button onClick={props.api.discard}>Cancel</Button>
      <Button
        type="submit"
        look="solid"
        isBusy={props.api.act.isBusy()}
        disabled={props.draft.baseUrl.trim() === "" || props.draft.key.trim() === ""}
      >
        Save the access
      </Button>
    </div>
  </form>
)
