"""A flow as a diagram in BPMN 2.0, laid out as Viewflow lays out its charts."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from viewflow.workflow import chart

from workflows.engine.nodes import CaseFlow
from workflows.soundness.net import Edge, Net, NetNode, net_of

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMN_DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
for _prefix, _namespace in {"bpmn": BPMN, "bpmndi": BPMN_DI, "dc": DC, "di": DI}.items():
    ET.register_namespace(_prefix, _namespace)


def bpmn(flow_class: type[CaseFlow]) -> str:
    """The process with its diagram; a step's role and outcomes are its documentation."""
    net = net_of(flow_class)
    root = ET.Element(f"{{{BPMN}}}definitions", id=f"{net.kind}.definitions", targetNamespace="urn:casework")
    _process(root, net)
    _diagram(root, net, chart.calc_layout_data(flow_class))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _process(root: ET.Element, net: Net) -> None:
    process = ET.SubElement(root, f"{{{BPMN}}}process", id=net.kind, name=net.title, isExecutable="false")
    for node in net.nodes.values():
        _node(process, net, node)
    for edge in net.edges:
        ET.SubElement(
            process,
            f"{{{BPMN}}}sequenceFlow",
            id=_flow_id(edge),
            name=edge.label,
            sourceRef=edge.source,
            targetRef=edge.target,
        )


def _node(process: ET.Element, net: Net, node: NetNode) -> None:
    element = ET.SubElement(process, f"{{{BPMN}}}{node.shape}", id=node.name, name=node.title)
    if node.role:
        ways = "; ".join(label for _, label in node.outcomes)
        ET.SubElement(element, f"{{{BPMN}}}documentation").text = f"{node.role}: {ways}"
    for edge in net.incoming(node.name):
        ET.SubElement(element, f"{{{BPMN}}}incoming").text = _flow_id(edge)
    for edge in net.outgoing(node.name):
        ET.SubElement(element, f"{{{BPMN}}}outgoing").text = _flow_id(edge)


def _diagram(root: ET.Element, net: Net, grid: chart.Grid) -> None:
    diagram = ET.SubElement(root, f"{{{BPMN_DI}}}BPMNDiagram", id=f"{net.kind}.diagram")
    plane = ET.SubElement(diagram, f"{{{BPMN_DI}}}BPMNPlane", id=f"{net.kind}.plane", bpmnElement=net.kind)
    for cell in grid.cells:
        _shape(plane, cell)
    for edge in grid.edges:
        _line(plane, Edge(edge.src.name, edge.dst.name), edge.segments)


def _shape(plane: ET.Element, cell: chart.Cell) -> None:
    name, shape = cell.node.name, cell.shape
    of_node = ET.SubElement(plane, f"{{{BPMN_DI}}}BPMNShape", id=f"{name}.shape", bpmnElement=name)
    sizes = {key: str(getattr(shape, key)) for key in ("x", "y", "width", "height")}
    ET.SubElement(of_node, f"{{{DC}}}Bounds", sizes)


def _line(plane: ET.Element, edge: Edge, points: list[tuple[float, float]]) -> None:
    line = ET.SubElement(
        plane, f"{{{BPMN_DI}}}BPMNEdge", id=f"{_flow_id(edge)}.line", bpmnElement=_flow_id(edge)
    )
    for x, y in points:
        ET.SubElement(line, f"{{{DI}}}waypoint", x=str(x), y=str(y))


def _flow_id(edge: Edge) -> str:
    return f"{edge.source}.{edge.target}"
