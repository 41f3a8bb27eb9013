import { A } from "@solidjs/router"
import ArrowRight from "lucide-solid/icons/arrow-right"
import RotateCcw from "lucide-solid/icons/rotate-ccw"
import { createUniqueId, For, Match, Show, Switch } from "solid-js"
import type { RuleEntry } from "../api/Rules.ts"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { Switch as Tick } from "../ui/Switch.tsx"
import { WordChips } from "../ui/WordChips.tsx"
import type { Rules } from "./createRuleBook.ts"
import { GuaranteeWords } from "./GuaranteeWords.tsx"
import { ManualGuarantee } from "./ManualGuarantee.tsx"
import { ChoiceField, NumberField, PerCommandField, TextField } from "./RuleFields.tsx"
import { countOf, riskOf, type RuleNode, valueWords } from "./ruleTree.ts"
import { ServiceDays } from "./ServiceDays.tsx"

interface RuleRowProps {
  readonly node: RuleNode
  readonly rules: Rules
  /** Its switch is off. */
  readonly isOff: boolean
  readonly isNested?: boolean
}

/** Settings that need the whole width, under the words. */
const isBroad = ({ control, key }: RuleEntry): boolean =>
  control.kind === "words" ||
  control.kind === "per-command" ||
  key === "guaranteeRules" ||
  key === "guaranteeDaysByService"

/** One line of the tick list: switch, label, meaning and settings, and under it what counts only while it is on. */
export const RuleRow = (props: RuleRowProps) => {
  const id = createUniqueId()
  const entry = () => props.node.entry
  const value = () => props.rules.valueOf(entry().key)
  const isOn = () => value() === true
  const isRisky = () => entry().risk !== null
  const risk = () => riskOf(entry(), value())
  const isChanged = () => props.rules.changed().has(entry().key)
  /** A switch of another group that must be on for this to count. */
  const needs = () => {
    const { under } = entry()
    const other = props.rules.book()?.catalogue.find(({ key }) => key === under)
    return other === undefined || other.group === entry().group || props.rules.valueOf(other.key) === true
      ? null
      : other
  }
  const isDisabled = () => props.isOff || needs() !== null
  return (
    <li
      id={`rule-${entry().key}`}
      class="border-b border-line last:border-b-0"
      classList={{ "border-l-3 border-l-bad bg-bad-soft/60": isRisky() }}
    >
      <div
        class="grid min-h-12 items-center gap-x-2 py-2 pr-3 pl-1 md:grid-cols-[2.5rem_minmax(0,1fr)_auto]"
        classList={{
          "grid-cols-[0_minmax(0,1fr)]": props.isNested === true && entry().control.kind !== "switch",
          "grid-cols-[2.5rem_minmax(0,1fr)]": props.isNested !== true || entry().control.kind === "switch"
        }}
      >
        <div class="flex justify-end">
          <Show when={entry().control.kind === "switch"}>
            <Tick
              label={entry().label}
              isOn={isOn()}
              isBusy={isDisabled()}
              onChange={(next) => void props.rules.save(entry(), next)}
            />
          </Show>
        </div>
        <div class="min-w-0">
          <h3
            id={id}
            class="flex flex-wrap items-center gap-x-2 font-medium"
            classList={{ "text-muted": isDisabled() }}
          >
            {entry().label}
            <Show when={isRisky()}>
              <span class="inline-flex items-center gap-1 text-xs font-semibold text-bad">
                <StatusShape tone="bad" />
                Risky
              </span>
            </Show>
            <Show when={isChanged()}>
              <Changed entry={entry()} rules={props.rules} />
            </Show>
          </h3>
          <p class="text-muted">{entry().meaning}</p>
          <Show when={needs()}>
            {(other) => <p class="text-xs text-muted">Counts only while “{other().label}” is on.</p>}
          </Show>
          <Show when={!isRisky() && risk()}>
            {(text) => (
              <p class="mt-0.5 flex items-start gap-1.5 text-bad">
                <StatusShape tone="bad" class="mt-1" />
                {text()}
              </p>
            )}
          </Show>
          <For
            each={props.rules
              .warnings(entry().key)
              .filter(() => !isDisabled() && entry().control.kind !== "other")}
          >
            {(warning) => (
              <p class="mt-0.5 flex items-start gap-1.5 text-warn">
                <StatusShape tone="warn" class="mt-1" />
                {warning.text}
              </p>
            )}
          </For>
        </div>
        <div
          class="min-w-0 max-md:col-start-2 max-md:not-empty:mt-2"
          classList={{ "md:col-start-2 md:mt-1": isBroad(entry()), "md:justify-self-end": !isBroad(entry()) }}
        >
          <Control entry={entry()} rules={props.rules} isDisabled={isDisabled()} />
        </div>
        <div role="alert" class="col-start-2 empty:hidden md:col-end-4">
          <For each={props.rules.refusals(entry().key)}>
            {(refusal) => <p class="mt-1 font-medium text-bad">{refusal.text}</p>}
          </For>
        </div>
      </div>
      <Show when={props.node.under.length > 0}>
        <ul class="ml-5 border-t border-l border-line md:ml-8" aria-labelledby={id}>
          <For each={props.node.under}>
            {(node) => (
              <RuleRow
                node={node}
                rules={props.rules}
                isNested
                isOff={isDisabled() || (entry().control.kind === "switch" && !isOn())}
              />
            )}
          </For>
        </ul>
      </Show>
    </li>
  )
}

const Changed = (props: { readonly entry: RuleEntry; readonly rules: Rules }) => {
  const usual = () =>
    valueWords(props.entry, Reflect.get(props.rules.book()?.defaults ?? {}, props.entry.key))
  return (
    <span class="inline-flex items-center gap-0.5 text-xs font-medium text-accent">
      Changed
      <button
        type="button"
        aria-label={`Back to the usual for ${props.entry.label}: ${usual()}`}
        title={`Back to the usual: ${usual()}`}
        onClick={() => void props.rules.reset(props.entry)}
        class="inline-flex size-6 items-center justify-center rounded-sm hover:bg-hover pointer-coarse:size-9"
      >
        <RotateCcw class="size-3.5" aria-hidden="true" />
      </button>
    </span>
  )
}

interface RuleControlProps {
  readonly entry: RuleEntry
  readonly rules: Rules
  readonly isDisabled: boolean
}

const Control = (props: RuleControlProps) => {
  const of = <K extends RuleEntry["control"]["kind"]>(kind: K) =>
    props.entry.control.kind === kind
      ? (props.entry.control as Extract<RuleEntry["control"], { readonly kind: K }>)
      : undefined
  const value = () => props.rules.valueOf(props.entry.key)
  const shared = {
    get label() {
      return props.entry.label
    },
    get value() {
      return value()
    },
    get isDisabled() {
      return props.isDisabled
    },
    get isRefused() {
      return props.rules.refusals(props.entry.key).length > 0
    },
    save: (next: unknown) => props.rules.save(props.entry, next),
    forget: () => props.rules.forget(props.entry.key)
  }
  return (
    <Switch>
      <Match when={of("number")}>{(control) => <NumberField {...shared} control={control()} />}</Match>
      <Match when={of("choice")}>{(control) => <ChoiceField {...shared} control={control()} />}</Match>
      <Match when={of("text")}>{(control) => <TextField {...shared} control={control()} />}</Match>
      <Match when={of("per-command")}>
        {(control) => <PerCommandField {...shared} control={control()} />}
      </Match>
      <Match when={of("words")}>
        {(control) => (
          <WordChips
            label={props.entry.label}
            words={value() as ReadonlyArray<string>}
            longest={control().longest}
            isDisabled={props.isDisabled}
            onChange={(words) => void shared.save(words)}
          />
        )}
      </Match>
      <Match when={props.entry.key === "guaranteeDaysByService"}>
        <ServiceDays {...shared} />
      </Match>
      <Match when={props.entry.key === "guaranteeRules"}>
        <GuaranteeWords {...shared} />
      </Match>
      <Match when={props.entry.key === "manualGuarantee"}>
        <ManualGuarantee {...shared} />
      </Match>
      <Match when={of("other")}>
        {(control) => (
          <A
            href={otherPages[control().page].href}
            class="inline-flex h-8 items-center gap-1 rounded-md px-2 font-medium text-accent hover:bg-hover pointer-coarse:h-10"
          >
            <span class="figures">{countOf(value()) === 0 ? "" : `${countOf(value())} · `}</span>
            {otherPages[control().page].label}
            <ArrowRight class="size-3.5" aria-hidden="true" />
          </A>
        )}
      </Match>
    </Switch>
  )
}

const otherPages = {
  templates: { href: "/templates", label: "Texts" },
  aliases: { href: "/words", label: "Words" },
  services: { href: "/services", label: "Services" }
} as const
