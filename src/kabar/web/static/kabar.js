// What is quicker with JavaScript; every page works without.

// A choice that takes effect at once: the button beside it is for those without JavaScript.
for (const field of document.querySelectorAll("[data-submits]")) {
  const button = field.form.querySelector("button");
  if (button) button.hidden = true;
  field.addEventListener("change", () => field.form.requestSubmit());
}

// Fields left empty are no part of an address: it stays short enough to be shared.
document.addEventListener("formdata", (event) => {
  if (event.target.method !== "get") return;
  for (const [name, value] of [...event.formData]) {
    if (value === "") event.formData.delete(name);
  }
});
