import { Show, type JSX } from "solid-js"
import { fieldTroubles } from "../api/fieldTroubles.ts"
import type { Panel } from "../api/PanelGateway.ts"
import { Button } from "../ui/Button.tsx"
import { Drawer } from "../ui/Drawer.tsx"
import { Field } from "../ui/Field.tsx"
import { FormTrouble } from "../ui/FormTrouble.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import { panelKinds } from "../words/panelWords.ts"
import { createNewPanel, type NewPanelForm } from "./createNewPanel.ts"
import type { Panels } from "./createPanels.ts"
import { DescriptionForm } from "./DescriptionForm.tsx"
import { KeyField } from "./KeyField.tsx"
import { TestResult } from "./TestResult.tsx"

interface AddPanelProps {
  readonly panels: Panels
  readonly onAdded: (panel: Panel) => void
  readonly onClose: () => void
}

/** A panel in three steps: where it is, what it is, what it is called. */
export const AddPanel = (props: AddPanelProps) => {
  const form = createNewPanel()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const body = form.body()
    if (body === null) void form.detect()
    else void props.panels.add(body, props.onAdded)
  }
  return (
    <Drawer
      isOpen
      title="Add panel"
      onClose={props.onClose}
      foot={
        <div class="flex justify-end gap-2">
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Show
            when={form.kind() !== null}
            fallback={
              <Button
                type="submit"
                form="add-panel"
                look="solid"
                disabled={!form.isReady()}
                isBusy={form.detecting.isBusy()}
              >
                Detect
              </Button>
            }
          >
            <Button
              type="submit"
              form="add-panel"
              look="solid"
              disabled={!form.isReady() || form.name().trim() === ""}
              isBusy={props.panels.act.isBusy()}
            >
              Add panel
            </Button>
          </Show>
        </div>
      }
    >
      <form id="add-panel" class="flex flex-col gap-5 p-4" novalidate onSubmit={submit}>
        <AccessStep form={form} />
        <Show when={form.found() !== null || form.kind() !== null || form.detecting.isBusy()}>
          <Step number={2} title="What it is">
            <FoundStep form={form} />
          </Step>
        </Show>
        <Show when={form.kind() !== null}>
          <NameStep form={form} panels={props.panels} />
        </Show>
      </form>
    </Drawer>
  )
}

const Step = (props: { readonly number: number; readonly title: string; readonly children: JSX.Element }) => (
  <section class="flex flex-col gap-3" aria-label={props.title}>
    <h3 class="flex items-center gap-2 font-semibold">
      <span class="figures inline-flex size-5 items-center justify-center rounded-full border border-line-strong text-xs">
        {props.number}
      </span>
      {props.title}
    </h3>
    {props.children}
  </section>
)

const AccessStep = (props: { readonly form: NewPanelForm }) => (
  <Step number={1} title="Where it is">
    <Field
      label="Address"
      hint="The address that the panel’s pages are shown under."
      placeholder="https://yourpanel.com"
      inputmode="url"
      autocomplete="off"
      spellcheck={false}
      maxlength={300}
      required
      data-autofocus
      value={props.form.access().url}
      onInput={(event) => props.form.type({ url: event.currentTarget.value })}
    />
    <KeyField
      label="Admin API key"
      hint="From the panel’s admin pages. Kept encrypted and never shown again."
      isRequired
      value={props.form.access().key}
      onType={(key) => props.form.type({ key })}
    />
    <KeyField
      label="User API key (optional)"
      hint="From a customer account on the same panel. The list of services is read with it."
      value={props.form.access().userKey}
      onType={(userKey) => props.form.type({ userKey })}
    />
    <Show when={props.form.kind() === null && props.form.found() === null}>
      <button
        type="button"
        class="min-h-6 self-start text-accent hover:underline"
        onClick={() => props.form.pickKind("generic")}
      >
        No usual panel? Describe its API yourself
      </button>
    </Show>
  </Step>
)

const FoundStep = (props: { readonly form: NewPanelForm }) => (
  <>
    <Show when={props.form.detecting.isBusy()}>
      <p role="status" class="text-muted">
        The panel is being asked. Only reads that change nothing are used.
      </p>
    </Show>
    <FormTrouble trouble={props.form.detecting.trouble()} />
    <Show when={props.form.found()}>{(test) => <TestResult test={test()} />}</Show>
    <Show when={props.form.found()?.problem != null || props.form.kind() === "generic"}>
      <Show when={props.form.found() !== null}>
        <Button
          class="self-start"
          isBusy={props.form.detecting.isBusy()}
          onClick={() => void props.form.detect()}
        >
          Detect again
        </Button>
      </Show>
      <SelectField
        label="Choose the kind yourself"
        value={props.form.kind() ?? ""}
        options={[{ value: "", label: "Not chosen" }, ...panelKinds]}
        onPick={(kind) => props.form.pickKind(kind === "" ? null : kind)}
      />
    </Show>
    <Show when={props.form.kind() === "generic"}>
      <DescriptionForm draft={props.form.description()} onType={props.form.describe} />
    </Show>
  </>
)

const NameStep = (props: { readonly form: NewPanelForm; readonly panels: Panels }) => {
  const troubles = () => fieldTroubles(props.panels.act.trouble())
  return (
    <Step number={3} title="What it is called">
      <Field
        label="Name"
        hint="Your customers and providers may read it."
        autocomplete="off"
        maxlength={60}
        required
        value={props.form.name()}
        trouble={troubles().get("name")}
        onInput={(event) => props.form.setName(event.currentTarget.value)}
      />
      <Field
        label="Requests per second"
        hint="The most that the gateway asks of it. Empty: the usual for its kind."
        type="number"
        inputmode="numeric"
        min={1}
        max={50}
        placeholder={props.form.kind() === "rental_admin_v1" ? "1" : "5"}
        value={props.form.rate()}
        trouble={troubles().get("requestsPerSecond")}
        onInput={(event) => props.form.setRate(event.currentTarget.value)}
      />
      <FormTrouble trouble={props.panels.act.trouble()} />
    </Step>
  )
}
