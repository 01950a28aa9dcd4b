package io.integrator.webhooks.launcher.watching;

import java.util.List;

/** Panels under a heading that folds them away. */
record Section(String title, List<Panel> panels) {

    static Section of(String title, Panel... panels) {
        return new Section(title, List.of(panels));
    }
}
