// Vega-Lite without eval: the page's policy allows no code made at run time.
import { View, parse } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile } from "vega-lite";

export async function draw(element, spec) {
  const { spec: compiled } = compile(spec);
  const view = new View(parse(compiled, null, { ast: true }), {
    expr: expressionInterpreter,
    renderer: "svg",
    container: element,
    hover: true,
  });
  await view.runAsync();
  return view;
}
