package cn.zhian.engine.support

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/**
 * What the regulator publishes, and a visit to a shop for electric bicycles whose checklist is composed from it: the base
 * list of sellers, the overlay for electric bicycles, the conduct of the inspection, and a small part with a condition.
 */
class Shop(
    stage: Stage,
) {
    /** The task of both officers, and its visit. */
    val task: String
    val visit: String

    init {
        stage.office.does(listOf("checklist", "publish", repository.resolve("core/checklists").toString()))
        stage.office.does(listOf("checklist", "publish", stage.file("oxd.v1.json")))
        val published = stage.office.does(PUBLISH.split(' ')) as JsonObject
        task = (published.getValue("id") as JsonPrimitive).content
        visit = (published.getValue("visit") as JsonPrimitive).content
    }

    private companion object {
        const val PUBLISH =
            "task publish --title 车行检查 --enterprise 91120199MAE000045J --size small-or-micro --classes ccc " +
                "--officers ${Stage.LIN},${Stage.JIANG} --due 2099-06-01"
    }
}
