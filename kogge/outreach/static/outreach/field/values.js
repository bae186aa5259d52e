/* Between what people type and what a form stores. Each: how the stored text is shown, and how the typed one is read.
   `read` gives the text to store, or null when it cannot be read; what cannot be read is said, not swallowed. */

/* Digits of Arabic and Persian keyboards as 0 to 9, the decimal comma as a point. */
export function latinDigits(text) {
  return text
    .replace(/[٠-٩]/g, (digit) => digit.charCodeAt(0) - 0x660)
    .replace(/[۰-۹]/g, (digit) => digit.charCodeAt(0) - 0x6f0)
    .replace(/٫/g, ".");
}

const number = (pattern) => ({
  show: (stored) => stored,
  read(typed) {
    const text = latinDigits(typed.trim()).replace(",", ".");
    return text === "" ? "" : pattern.test(text) ? text : null;
  },
});

const plain = { show: (stored) => stored, read: (typed) => typed };

export const KINDS = {
  string: { type: "text", ...plain },
  barcode: { type: "text", ...plain },
  int: { type: "text", inputmode: "numeric", wrong: "whole_number", ...number(/^-?\d{1,9}$/) },
  decimal: { type: "text", inputmode: "decimal", wrong: "number", ...number(/^-?\d{1,15}(\.\d{1,10})?$/) },
  date: { type: "date", show: (stored) => stored.slice(0, 10), read: (typed) => typed },
  time: { type: "time", show: (stored) => stored.slice(0, 5), read: (typed) => (typed ? `${typed}:00.000${offset()}` : "") },
  dateTime: {
    type: "datetime-local",
    show: (stored) => stored.slice(0, 16),
    read: (typed) => (typed ? `${typed}:00.000${offset(new Date(typed))}` : ""),
  },
};

function offset(at = new Date()) {
  const minutes = -at.getTimezoneOffset();
  const part = (value) => String(Math.trunc(Math.abs(value))).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${part(minutes / 60)}:${part(minutes % 60)}`;
}

/* "54.123 12.345 0 8" as people read it. */
export function shownPoint(stored) {
  const [lat, lon, _height, accuracy] = stored.split(" ").map(Number);
  return `${lat.toFixed(5)}, ${lon.toFixed(5)}${accuracy ? ` (± ${Math.round(accuracy)} m)` : ""}`;
}
