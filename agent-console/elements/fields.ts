/**
 * Form fields as templates: label, one sentence of help, control, and what is wrong with it, tied together for screen
 * readers. Templates and not elements, because a label finds its control only within one shadow root. Knows no form.
 */
import { css, html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';

/** What all fields have. */
interface FieldOptions {
  /** Unique in its shadow root. */
  readonly id: string;
  readonly label: string;
  readonly help?: string;
  /** What is wrong, in words; absent when nothing is. */
  readonly error?: string | undefined;
}

/** A field of one or more lines. */
export interface TextFieldOptions extends FieldOptions {
  readonly value: string;
  readonly type?: 'text' | 'email' | 'password' | 'url' | 'tel';
  readonly autocomplete?: 'off' | 'username' | 'current-password' | 'new-password' | 'given-name';
  readonly maxlength?: number;
  /** Shown but not changeable. */
  readonly readonly?: boolean;
  /** Code or addresses: no corrections, fixed width. */
  readonly verbatim?: boolean;
  readonly rows?: number;
  onInput(value: string): void;
}

/** A choice of a few. */
export interface SelectFieldOptions<T extends string> extends FieldOptions {
  readonly value: T;
  readonly options: readonly (readonly [value: T, label: string])[];
  onChange(value: T): void;
}

const describedBy = ({ id, help, error }: FieldOptions): string | undefined =>
  [error === undefined ? [] : `${id}-error`, help === undefined ? [] : `${id}-help`].flat().join(' ') || undefined;

/** Any control with its label; the control carries the id and `describedBy`. */
export function field(options: FieldOptions, control: TemplateResult): TemplateResult {
  const { id, label, help, error } = options;
  return html`<div class="row">
    <label for=${id}>${label}</label>
    ${control} ${error === undefined ? nothing : html`<p class="error" id=${`${id}-error`}>${error}</p>`}
    ${help === undefined ? nothing : html`<p class="help" id=${`${id}-help`}>${help}</p>`}
  </div>`;
}

/** A line of text. */
export function textField(options: TextFieldOptions): TemplateResult {
  const onInput = (event: Event): void => {
    options.onInput((event.target as HTMLInputElement).value);
  };
  return field(
    options,
    html`<input
      class=${options.verbatim ? 'field verbatim' : 'field'}
      id=${options.id}
      name=${options.id}
      type=${options.type ?? 'text'}
      autocomplete=${options.autocomplete ?? 'off'}
      maxlength=${options.maxlength ?? 200}
      spellcheck=${options.verbatim ? 'false' : 'true'}
      ?readonly=${options.readonly ?? false}
      .value=${live(options.value)}
      aria-invalid=${options.error === undefined ? 'false' : 'true'}
      aria-describedby=${ifDefined(describedBy(options))}
      @input=${onInput}
    />`,
  );
}

/** Several lines of text. */
export function textArea(options: TextFieldOptions): TemplateResult {
  const onInput = (event: Event): void => {
    options.onInput((event.target as HTMLTextAreaElement).value);
  };
  return field(
    options,
    html`<textarea
      class=${options.verbatim ? 'field verbatim' : 'field'}
      id=${options.id}
      name=${options.id}
      rows=${options.rows ?? 3}
      spellcheck=${options.verbatim ? 'false' : 'true'}
      ?readonly=${options.readonly ?? false}
      .value=${live(options.value)}
      aria-invalid=${options.error === undefined ? 'false' : 'true'}
      aria-describedby=${ifDefined(describedBy(options))}
      @input=${onInput}
    ></textarea>`,
  );
}

/** A choice of a few. */
export function selectField<T extends string>(options: SelectFieldOptions<T>): TemplateResult {
  const onChange = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    const chosen = options.options.find(([each]) => each === value);
    if (chosen !== undefined) options.onChange(chosen[0]);
  };
  return field(
    options,
    html`<select
      class="field"
      id=${options.id}
      name=${options.id}
      aria-describedby=${ifDefined(describedBy(options))}
      @change=${onChange}
    >
      ${options.options.map(
        ([value, label]) => html`<option value=${String(value)} ?selected=${value === options.value}>${label}</option>`,
      )}
    </select>`,
  );
}

/** Puts the focus into the first field that is wrong. */
export function focusFirstError(root: ParentNode): void {
  root.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}

/** Styles of the fields. */
export const fieldStyles = css`
  form,
  .form {
    display: grid;
    gap: var(--sb-4);
  }
  .row {
    display: grid;
    gap: var(--sb-1);
    min-width: 0;
  }
  .row > label,
  .label {
    font-weight: var(--sb-medium);
  }
  .field {
    min-height: max(40px, var(--sb-target));
  }
  .field[readonly] {
    background: var(--sb-raised);
    border-color: var(--sb-hairline);
  }
  .field[aria-invalid='true'] {
    border-color: var(--sb-bad);
  }
  .verbatim {
    font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
    font-size: var(--sb-small);
  }
  textarea.field {
    resize: vertical;
    line-height: var(--sb-line);
  }
  .error {
    color: var(--sb-bad);
    font-size: var(--sb-small);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--sb-2);
  }
  .actions .button {
    min-height: max(40px, var(--sb-target));
  }
`;
