// Where surface forms stand in a text: the same places that `kg.annotation.places` finds.
const WORD = /[\p{L}\p{N}]/u;
const charAt = (text, index) => (index < text.length ? String.fromCodePoint(text.codePointAt(index)) : "");
function charBefore(text, index) {
  if (index <= 0) return "";
  const low = text.charCodeAt(index - 1);
  return low >= 0xdc00 && low <= 0xdfff && index > 1 ? text.slice(index - 2, index) : text[index - 1];
}

function insideWord(text, start, end) {
  const letter = (char) => char !== "" && WORD.test(char);
  return (letter(charBefore(text, start)) && letter(charAt(text, start))) || (letter(charAt(text, end)) && letter(charBefore(text, end)));
}

// The places of a form as whole words; where there are none, wherever its characters stand.
function places(text, form) {
  const found = [];
  for (let at = form ? text.indexOf(form) : -1; at >= 0; at = text.indexOf(form, at + form.length)) found.push([at, at + form.length]);
  const whole = found.filter(([start, end]) => !insideWord(text, start, end));
  return whole.length ? whole : found;
}

const lengthOf = (form) => [...form].length;
const byCode = (a, b) => {  // strings in the order of their code points
  const one = [...a], two = [...b];
  for (let i = 0; i < Math.min(one.length, two.length); i++) {
    if (one[i] !== two[i]) return one[i].codePointAt(0) - two[i].codePointAt(0);
  }
  return one.length - two.length;
};

// The place of every mention, in order: the longest form wins, and who has none gets one back of who has several.
function placed(text, concepts) {
  const wanted = concepts.flatMap((concept, index) => [...new Set(concept.mentions)].filter(Boolean).map((form) => ({ form, index })));
  wanted.sort((a, b) => lengthOf(b.form) - lengthOf(a.form) || byCode(a.form, b.form) || a.index - b.index);
  let taken = [];
  const over = ([start, end]) => taken.filter((mark) => mark.start < end && start < mark.end);
  for (const { form, index } of wanted) {
    const free = places(text, form).filter((place) => !over(place).length);
    taken.push(...free.map(([start, end]) => ({ start, end, index })));
  }
  const bare = [...new Set(wanted.map((each) => each.index))].filter((index) => !taken.some((mark) => mark.index === index));
  for (const index of bare.sort((a, b) => a - b)) {
    for (const place of concepts[index].mentions.flatMap((form) => places(text, form))) {
      const [first, ...more] = over(place);
      if (first && !more.length && taken.filter((mark) => mark.index === first.index).length > 1) {
        taken = taken.filter((mark) => mark !== first);
        taken.push({ start: place[0], end: place[1], index });
        break;
      }
    }
  }
  return taken.sort((a, b) => a.start - b.start);
}

// A selection without the white space and with the whole words that it touches.
function snapped(text, start, end) {
  while (start < end && /\s/.test(text[start])) start++;
  while (end > start && /\s/.test(text[end - 1])) end--;
  while (start < end && start > 0 && insideWord(text, start, text.length) && WORD.test(charBefore(text, start))) start -= charBefore(text, start).length;
  while (start < end && end < text.length && WORD.test(charAt(text, end)) && WORD.test(charBefore(text, end))) end += charAt(text, end).length;
  return [start, end];
}
