// Draws <figure data-chart> from the JSON beside it. The table under each figure holds the same numbers.
// What draws weighs ten times the page: it is fetched when a chart comes near the screen, on a phone only when asked for.
"use strict";

(() => {
  const here = document.currentScript;
  const hall = () => document.body.classList.contains("by-hall");
  const css = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();
  const dark = () => hall() || window.matchMedia("(prefers-color-scheme: dark)").matches;
  const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  // Six categories that remain apart for colour-blind eyes; one ramp for amounts; one for below and above target.
  const palette = () => (dark()
    ? ["#8db8e2", "#e0ad5b", "#5cc09a", "#c79be0", "#a9b0b8", "#e79a86"]
    : ["#34608c", "#b7791f", "#1f7a5a", "#7a4f9a", "#5b6470", "#b5654f"]);
  const ramp = () => (dark() ? ["#22303f", "#34608c", "#8db8e2"] : ["#e9f0f6", "#8fb0cf", "#2b527a"]);
  const diverging = () => (dark() ? ["#a2622d", "#3a4046", "#2f8a68"] : ["#d59a4a", "#f1eee7", "#3f9a78"]);

  // As the table beside it writes them: hours and minutes, never a decimal of an hour.
  let units = ["小时", "分钟"];
  function time(value) {
    const hours = Math.floor(value / 60);
    const rest = Math.round(value) % 60;
    const parts = hours ? [`${hours.toLocaleString("en-US")} ${units[0]}`] : [];
    return (rest || !hours ? [...parts, `${rest} ${units[1]}`] : parts).join(" ");
  }
  function text(value, unit) {
    if (value === null || value === undefined) return "—";
    if (unit === "percent") return (value * 100).toFixed(1) + "%";
    if (unit === "hours") return time(value);
    return Number(value).toLocaleString("en-US");
  }
  // A round end of the axis, so that neither a bar nor the target touches the frame.
  function ceiling(values, target, unit) {
    const most = Math.max(0, target || 0, ...values.filter((v) => v !== null)) * 1.04;
    const scale = unit === "hours" ? 60 : 1;
    const power = 10 ** Math.floor(Math.log10(most / scale || 1));
    const step = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((m) => m * power * scale >= most);
    return step * power * scale;
  }
  // Steps that are round too: the end of the axis in thirds, quarters or fifths.
  function rounded(max, unit) {
    const shown = max / (unit === "hours" ? 60 : 1);
    const first = Math.round((shown / 10 ** Math.floor(Math.log10(shown))) * 10) / 10;
    return { max, interval: max / (first === 1.5 || first === 3 || first === 6 ? 3 : first === 2.5 || first === 5 || first === 1 ? 5 : 4) };
  }
  const everything = (spec) => spec.series.flatMap((one) => [...one.values, ...one.high]);
  function short(value, unit) {
    if (unit === "percent") return Math.round(value * 1000) / 10 + "%";
    if (unit === "hours") return time(value);
    return Number(value).toLocaleString("en-US");
  }

  const typeSize = () => parseFloat(getComputedStyle(document.documentElement).fontSize) * (hall() ? 1.25 : 0.875);

  function base() {
    const size = typeSize();
    return {
      animation: !still(),
      animationDuration: 180,
      color: palette(),
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: size, color: css("--ink-2") },
      tooltip: {
        renderMode: "richText", confine: true, backgroundColor: css("--card"), borderColor: css("--line"),
        textStyle: { color: css("--ink"), fontSize: size },
      },
    };
  }
  const quietAxis = () => ({
    axisLine: { lineStyle: { color: css("--line-strong") } },
    axisTick: { show: false },
    axisLabel: { color: css("--ink-2"), fontSize: typeSize(), hideOverlap: true },
  });
  const valueAxis = (unit) => ({
    type: "value", min: (range) => Math.min(0, range.min),
    axisLabel: { color: css("--ink-2"), fontSize: typeSize(), formatter: (v) => short(v, unit) },
    splitLine: { lineStyle: { color: css("--line") } },
    splitNumber: 4,
  });
  function targetLine(spec) {
    if (spec.target === null) return undefined;
    return {
      silent: true, symbol: "none", animation: false,
      lineStyle: { color: css("--ink"), type: [6, 4], width: 1.5 },
      label: { formatter: spec.target_label || text(spec.target, spec.unit), color: css("--ink"), position: "insideStartTop", backgroundColor: css("--card"), padding: [2, 4] },
    };
  }

  function band(one, unit, colour) {
    if (!one.low.length) return [];
    const quiet = { type: "line", symbol: "none", silent: true, lineStyle: { opacity: 0 }, stack: one.name + "±", tooltip: { show: false } };
    return [
      { ...quiet, data: one.low },
      { ...quiet, data: one.high.map((v, i) => (v === null ? null : v - one.low[i])), areaStyle: { color: colour, opacity: 0.15 } },
    ];
  }

  function line(spec, width) {
    const narrow = width < 480;
    // Where lines end close together on a small screen, their names go above instead.
    const named = narrow && spec.series.length > 2;
    const colours = palette();
    const last = (values) => values.reduce((found, v, i) => (v === null ? found : i), 0);
    const series = spec.series.flatMap((one, i) => [
      ...band(one, spec.unit, colours[i]),
      {
        name: one.name, type: "line", data: one.values, color: colours[i], symbol: "circle", symbolSize: 6, showSymbol: one.values.length < 32,
        connectNulls: false, lineStyle: { width: 2.5 },
        endLabel: { show: !named, formatter: () => (spec.series.length > 2 ? one.name : one.name + (narrow ? "\n" : " ") + text(one.values[last(one.values)], spec.unit)), color: colours[i], fontWeight: 600, distance: 8 },
        labelLayout: { moveOverlap: "shiftY" },
        markLine: i === 0 && spec.target !== null ? { ...targetLine(spec), data: [{ yAxis: spec.target }] } : undefined,
      },
    ]);
    const longest = Math.max(...spec.series.map((one) => one.name.length));
    const size = typeSize();
    const axis = { ...valueAxis(spec.unit), ...rounded(ceiling(everything(spec), spec.target, spec.unit), spec.unit) };
    return {
      ...base(),
      legend: named ? { top: 0, left: 0, icon: "rect", itemWidth: 12, itemHeight: 4, textStyle: { color: css("--ink-2") } } : undefined,
      grid: { left: 4, right: named ? 12 : narrow ? longest * (spec.english ? size * 0.6 : size) + 20 : Math.min(longest * (spec.english ? size * 0.6 : size) + size * 4.5, 190), top: named ? 44 : 16, bottom: 4, containLabel: true },
      tooltip: { ...base().tooltip, trigger: "axis", valueFormatter: (v) => text(v, spec.unit) },
      xAxis: { type: "category", boundaryGap: false, data: spec.labels, ...quietAxis() },
      yAxis: axis,
      series,
    };
  }

  function widest(texts, size, bold) {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = `${bold ? 600 : 400} ${size}px ${getComputedStyle(document.body).fontFamily}`;
    return Math.ceil(Math.max(0, ...texts.map((one) => pen.measureText(one).width)));
  }

  // Names of places need room: bars lie down, the first label on top; the numbers stand in a column of their own.
  function bar(spec, width) {
    const size = typeSize();
    const values = spec.labels.map((_, i) => spec.series.map((one) => text(one.values[i], spec.unit)).join(spec.unit === "hours" ? "\n" : " / "));
    const left = Math.min(widest(spec.labels, size) + 8, width * 0.4);
    const head = spec.series.length > 1 ? 32 : 0;
    const colours = palette();
    const axis = { ...valueAxis(spec.unit), max: Math.max(spec.target || 0, ...everything(spec)) * 1.02 || 1 };
    return {
      ...base(),
      grid: { left: left + 12, right: widest(values.flatMap((v) => v.split("\n")), size, true) + 14, top: head + (spec.target === null ? 4 : 26), bottom: 4, containLabel: false },
      legend: spec.series.length > 1 ? { top: 0, left: 0, icon: "rect", itemWidth: 12, itemHeight: 12, textStyle: { color: css("--ink-2") } } : undefined,
      tooltip: { ...base().tooltip, trigger: "item", valueFormatter: (v) => text(v, spec.unit) },
      xAxis: { ...axis, axisLabel: { show: false }, splitLine: { show: false } },
      yAxis: [
        { type: "category", inverse: true, data: spec.labels, ...quietAxis(), axisLabel: { color: css("--ink"), fontSize: size, width: left, overflow: "truncate", interval: 0 } },
        { type: "category", inverse: true, data: values, position: "right", axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: css("--ink"), fontSize: size, fontWeight: 600, interval: 0 } },
      ],
      series: spec.series.map((one, i) => ({
        name: one.name, type: "bar", data: one.values, color: i ? ramp()[1] : colours[0], barMaxWidth: 22, barGap: "15%",
        itemStyle: { borderRadius: [0, 3, 3, 0] },
        markLine: i === 0 && spec.target !== null ? { ...targetLine(spec), label: { ...targetLine(spec).label, position: "start", rotate: 0 }, data: [{ xAxis: spec.target }] } : undefined,
      })),
    };
  }

  function histogram(spec, width) {
    const room = width / (spec.labels.length * spec.series.length) > 28;
    return {
      ...base(),
      grid: { left: 4, right: 4, top: spec.series.length > 1 ? 52 : 24, bottom: 4, containLabel: true },
      legend: spec.series.length > 1 ? { top: 0, left: 0, icon: "rect", itemWidth: 12, itemHeight: 12, textStyle: { color: css("--ink-2") } } : undefined,
      tooltip: { ...base().tooltip, trigger: "item", valueFormatter: (v) => text(v, spec.unit) },
      xAxis: { type: "category", data: spec.labels, ...quietAxis(), axisLabel: { ...quietAxis().axisLabel, interval: room ? 0 : "auto" } },
      yAxis: { ...valueAxis(spec.unit), ...rounded(ceiling(everything(spec), 0, spec.unit), spec.unit) },
      series: spec.series.map((one, i) => ({
        name: one.name, type: "bar", data: one.values, color: palette()[i], barCategoryGap: "8%",
        itemStyle: { borderRadius: [3, 3, 0, 0] },
        label: { show: room, position: "top", color: css("--ink-2"), formatter: (p) => short(p.value, spec.unit) },
        labelLayout: { hideOverlap: true },
      })),
    };
  }

  function mix(a, b, t) {
    const at = (hex, i) => parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16);
    return "#" + [0, 1, 2].map((i) => Math.round(at(a, i) + (at(b, i) - at(a, i)) * t).toString(16).padStart(2, "0")).join("");
  }
  function shade(colours, t) {
    const clamped = Math.max(0, Math.min(1, t));
    return clamped < 0.5 ? mix(colours[0], colours[1], clamped * 2) : mix(colours[1], colours[2], clamped * 2 - 1);
  }
  function readable(hex) {
    const lum = [0, 1, 2].map((i) => parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    return lum > 0.2 ? "#1e2226" : "#ffffff";
  }

  function treemap(spec, _width, figure) {
    const known = spec.nodes.map((n) => n.value).filter((v) => v !== null);
    const low = Math.min(...known);
    const high = Math.max(...known);
    const reach = spec.target === null ? 0 : Math.max(Math.abs(high - spec.target), Math.abs(low - spec.target)) || 1;
    const colour = (v) => {
      if (v === null) return css("--sunk");
      if (spec.target !== null) return shade(diverging(), 0.5 + (v - spec.target) / reach / 2);
      return shade(ramp(), high === low ? 0.5 : (v - low) / (high - low));
    };
    return {
      ...base(),
      tooltip: { ...base().tooltip, formatter: (p) => `${p.name}\n${text(p.data.shown, spec.unit)}\n${spec.size_heading} ${text(p.value, spec.size_unit)}` },
      series: [{
        type: "treemap", left: 0, top: 0, right: 0, bottom: 0, roam: false, nodeClick: false, breadcrumb: { show: false },
        itemStyle: { gapWidth: 2, borderWidth: 0, borderColor: css("--card") },
        label: { fontSize: typeSize(), lineHeight: typeSize() * 1.4, overflow: "truncate", formatter: (p) => `${p.name}\n${short(p.data.shown, spec.unit)}` },
        data: spec.nodes.map((n) => ({
          name: n.name, value: n.size, shown: n.value, cursor: opens(figure, n.name) ? "pointer" : "default",
          itemStyle: { color: colour(n.value) }, label: { color: n.value === null ? css("--ink-2") : readable(colour(n.value)) },
        })),
      }],
    };
  }

  const kinds = { line, bar, histogram, treemap };

  const plotOf = (figure) => figure.querySelector(".by-plot");
  const specOf = (figure) => JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  const chartOf = (figure) => window.echarts && window.echarts.getInstanceByDom(plotOf(figure));
  const figures = () => [...document.querySelectorAll("figure[data-chart]")];

  // What opens the rows of a bar or a rectangle: the link of the table's row that has its name.
  function opens(figure, name) {
    const rows = figure.querySelector("table") || document.getElementById(figure.dataset.table);
    const links = rows ? [...rows.querySelectorAll("tbody th a")] : [];
    return links.find((link) => link.textContent.trim() === name);
  }

  function draw(figure) {
    const spec = specOf(figure);
    if (spec.english) units = ["h", "min"];
    const plot = plotOf(figure);
    const chart = chartOf(figure) || window.echarts.init(plot, null, { renderer: "canvas" });
    chart.setOption(kinds[spec.kind](spec, plot.clientWidth, figure), true);
    chart.off("click");
    chart.on("click", (event) => {
      const link = opens(figure, spec.kind === "treemap" ? event.name : spec.labels[event.dataIndex]);
      if (link) window.location.assign(link.href);
    });
  }

  // The picture's place instead of the table and the button, or the other way round.
  function make(figure, room) {
    const plot = plotOf(figure);
    const table = figure.querySelector(".by-chart-table");
    const spec = specOf(figure);
    if (spec.kind === "bar") plot.style.height = Math.max(160, spec.labels.length * (spec.series.length * 26 + 12) + 56) + "px";
    if (table && plot.hidden === room) table.open = !room;
    plot.hidden = !room;
    figure.querySelector("[data-draw]").hidden = room;
    // Where the numbers stand elsewhere, the figure is nothing without scripts.
    figure.hidden = false;
  }

  let library = null;
  function fetched() {
    library ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = here.dataset.library;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
    return library;
  }

  async function show(figure) {
    make(figure, true);
    try {
      await Promise.all([fetched(), typeIsThere().catch(() => {})]);
    } catch {
      // No signal: the table again, and the button to try once more.
      library = null;
      make(figure, false);
      return;
    }
    draw(figure);
  }

  // Widths are measured once for each type: where ours must be fetched, draw only when it is there.
  async function typeIsThere() {
    const sheet = document.querySelector("link[data-type]");
    if (!sheet) return;
    // Several charts wait for the one sheet.
    if (!sheet.sheet) await new Promise((done) => { for (const end of ["load", "error"]) sheet.addEventListener(end, done); });
    const words = [...document.querySelectorAll("figure[data-chart]")].map((figure) => figure.textContent).join("");
    await document.fonts.load('16px "Noto Sans SC Variable"', words);
  }

  const KEY = "charts";
  function wished(now) {
    try {
      if (now) localStorage.setItem(KEY, "drawn");
      return localStorage.getItem(KEY) === "drawn";
    } catch {
      return false;
    }
  }
  const saving = () => (navigator.connection && navigator.connection.saveData) || window.matchMedia("(prefers-reduced-data: reduce)").matches;
  const unasked = () => hall() || (!saving() && (wished() || window.matchMedia("(min-width: 48rem)").matches));

  const near = new IntersectionObserver((seen) => {
    for (const one of seen) {
      if (!one.isIntersecting) continue;
      near.unobserve(one.target);
      show(one.target);
    }
  }, { rootMargin: "300px" });

  function begin() {
    const draws = unasked();
    for (const figure of figures()) {
      if (figure.dataset.begun) continue;
      figure.dataset.begun = "1";
      make(figure, draws);
      if (draws) near.observe(figure);
    }
  }

  // One who wants one picture wants them all, here and on the next page.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-draw]");
    if (!button) return;
    wished(true);
    const asked = button.closest("figure");
    for (const figure of figures()) if (figure !== asked) { make(figure, true); near.observe(figure); }
    show(asked);
    (asked.querySelector("summary") || asked).focus();
    asked.scrollIntoView({ block: "nearest" });
  });

  begin();
  document.addEventListener("htmx:after:swap", begin);
  // On paper stand the numbers of what was not drawn.
  window.addEventListener("beforeprint", () => figures().forEach((figure) => { if (!chartOf(figure)) make(figure, false); }));
  // Another theme or another width: draw again.
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => figures().filter(chartOf).forEach(draw));
  let waiting = 0;
  window.addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => figures().map(chartOf).forEach((chart) => chart && chart.resize()), 120);
  });
})();
