"""The clips that make-clip draws; their files are committed, and the manifest names them."""

CLIPS = [
    {
        "id": "hint-plate-clip",
        "file": "files/hint-plate-clip.mp4",
        "type": "video/mp4",
        "zh": "拍铭牌四步：走近、整块入框、拿稳、放大检查是否清晰。",
        "en": "Four steps to photograph a name plate: get close, frame it whole, hold steady, zoom in and check that it is sharp.",
        "items": ["P75-29", "S76-26"],
    },
]
