package io.integrator.webhooks.api;

import io.vertx.core.Future;

/** The contract itself, for whoever wants to read it. */
final class ContractOperations {

    private final Reply yaml;
    private final Reply json;

    ContractOperations(Contract contract) {
        this.yaml = Reply.ok(contract.yaml(), "application/yaml");
        this.json = Reply.ok(contract.json(), "application/json");
    }

    /** {@code getContractAsYaml}. */
    Future<Reply> yaml(Call call) {
        return Future.succeededFuture(yaml);
    }

    /** {@code getContractAsJson}. */
    Future<Reply> json(Call call) {
        return Future.succeededFuture(json);
    }
}
